/** That the cluster and its tools do what the scenarios rely on. */
@NullMarked
package dev.millrace.e2e.cluster;

import org.jspecify.annotations.NullMarked;
