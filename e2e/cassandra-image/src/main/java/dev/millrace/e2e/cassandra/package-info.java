/** Who talks to a Cassandra server in a pod. */
@NullMarked
package dev.millrace.e2e.cassandra;

import org.jspecify.annotations.NullMarked;
