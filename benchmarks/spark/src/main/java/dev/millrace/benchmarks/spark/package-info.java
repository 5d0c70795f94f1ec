/** The programs in Spark Streaming, by its Java API. */
@NullMarked
package dev.millrace.benchmarks.spark;

import org.jspecify.annotations.NullMarked;
