/** The word count whose executors are killed, in Millrace. */
@NullMarked
package dev.millrace.benchmarks.millrace.recovery;

import org.jspecify.annotations.NullMarked;
