/**
 * The {@code millrace.dev/v1} resources as Java types. Their annotations are the only place where a field's description,
 * default and limits are written: the reading of manifests, the reference and the CRD all take them from here.
 */
@NullMarked
package dev.millrace.crds.v1;

import org.jspecify.annotations.NullMarked;
