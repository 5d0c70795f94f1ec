/**
 * Tests of the installed command as users have it: launcher, driver and executors are processes, Kafka and Cassandra are real
 * servers, and what the documentation shows and promises is compared with the code.
 */
@NullMarked
package dev.millrace.system;

import org.jspecify.annotations.NullMarked;
