/**
 * A real Kubernetes cluster for tests: which one it is, how images get into it, and a namespace of its own for each
 * test, with everything that was in it written down where the test fails.
 */
@NullMarked
package dev.millrace.e2e.cluster;

import org.jspecify.annotations.NullMarked;
