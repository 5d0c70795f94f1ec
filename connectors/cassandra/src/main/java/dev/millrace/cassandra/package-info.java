/**
 * Apache Cassandra as a sink: streams and data sets are saved to tables.
 * Names and meaning are those of the Spark Cassandra Connector's Java API, without the prefix {@code Java}; {@link
 * dev.millrace.cassandra.CassandraFunctions} is where to begin.
 */
@NullMarked
package dev.millrace.cassandra;

import org.jspecify.annotations.NullMarked;
