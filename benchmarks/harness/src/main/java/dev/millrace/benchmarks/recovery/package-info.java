/** How soon batches go on after an executor was killed, on Millrace and on Spark Streaming, side by side. */
@NullMarked
package dev.millrace.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
