/** A real Kafka broker that tests start, stop and delete. */
@NullMarked
package dev.millrace.kafka.broker;

import org.jspecify.annotations.NullMarked;
