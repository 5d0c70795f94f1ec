/**
 * Immutable, recomputable data sets ({@link dev.millrace.rdd.RDD}), the operations on them, and the context that runs
 * jobs over them.
 */
@NullMarked
package dev.millrace.rdd;

import org.jspecify.annotations.NullMarked;
