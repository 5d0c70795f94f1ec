/** Tests of the Kafka connector, most of them against a real broker. */
@NullMarked
package dev.millrace.kafka;

import org.jspecify.annotations.NullMarked;
