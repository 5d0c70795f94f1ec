/** Counts words from a Kafka topic into a Cassandra table. */
@NullMarked
package dev.millrace.examples;

import org.jspecify.annotations.NullMarked;
