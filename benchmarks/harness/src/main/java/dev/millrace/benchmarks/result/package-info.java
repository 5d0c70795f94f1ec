/** What a run gives: digests that show whether a result is right, and how to recompute them the slow and obvious way. */
@NullMarked
package dev.millrace.benchmarks.result;

import org.jspecify.annotations.NullMarked;
