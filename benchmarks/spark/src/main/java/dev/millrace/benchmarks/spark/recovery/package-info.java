/** The word count whose executors are killed, in Spark Streaming. */
@NullMarked
package dev.millrace.benchmarks.spark.recovery;

import org.jspecify.annotations.NullMarked;
