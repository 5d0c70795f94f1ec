/**
 * The resource as the fabric8 client handles it. The client is a provided dependency: nothing else in this module needs it,
 * and the launcher runs without it.
 */
@NullMarked
package dev.millrace.crds.resource;

import org.jspecify.annotations.NullMarked;
