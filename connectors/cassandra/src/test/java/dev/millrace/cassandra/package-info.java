/** Tests of the connector, against a real server. */
@NullMarked
package dev.millrace.cassandra;

import org.jspecify.annotations.NullMarked;
