/** What there is of a job in the cluster, as one immutable value for one pass of the reconciler. */
@NullMarked
package dev.millrace.operator.observe;

import org.jspecify.annotations.NullMarked;
