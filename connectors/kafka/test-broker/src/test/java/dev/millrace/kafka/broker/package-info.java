/** Tests of the broker for tests. */
@NullMarked
package dev.millrace.kafka.broker;

import org.jspecify.annotations.NullMarked;
