/** From one Kafka topic to another on Spark Streaming. */
@NullMarked
package dev.millrace.benchmarks.kafka.spark;

import org.jspecify.annotations.NullMarked;
