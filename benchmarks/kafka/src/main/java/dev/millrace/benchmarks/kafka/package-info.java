/** From one Kafka topic to another, on Millrace exactly once and on Spark Streaming at least once, side by side. */
@NullMarked
package dev.millrace.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
