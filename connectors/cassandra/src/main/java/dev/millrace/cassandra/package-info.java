/**
 * Apache Cassandra as a sink and a source: streams and data sets are saved to tables, tables are read as data sets and joined with.
 * Names and meaning are those of the Spark Cassandra Connector's Java API, without the prefix {@code Java}; {@link
 * dev.millrace.cassandra.CassandraFunctions} is where to begin.
 */
@NullMarked
package dev.millrace.cassandra;

import org.jspecify.annotations.NullMarked;
