/** The lines that every engine is fed: made once from a seed, the same in every process. */
@NullMarked
package dev.millrace.benchmarks.corpus;

import org.jspecify.annotations.NullMarked;
