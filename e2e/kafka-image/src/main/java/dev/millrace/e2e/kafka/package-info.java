/** A Kafka broker in a pod, and who writes to it. */
@NullMarked
package dev.millrace.e2e.kafka;

import org.jspecify.annotations.NullMarked;
