/** Counts words from one Kafka topic into another. */
@NullMarked
package dev.millrace.examples;

import org.jspecify.annotations.NullMarked;
