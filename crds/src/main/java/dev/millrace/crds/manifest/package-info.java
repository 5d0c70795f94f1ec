/**
 * Strict reading of manifests: every problem of a file is reported at once, each with its place, the field, what was
 * expected and what was found.
 */
@NullMarked
package dev.millrace.crds.manifest;

import org.jspecify.annotations.NullMarked;
