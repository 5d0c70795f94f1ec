/** A real Cassandra server that tests start and kill. */
@NullMarked
package dev.millrace.cassandra.server;

import org.jspecify.annotations.NullMarked;
