/** The operator on the cluster of the tests, as a user installs it, and streaming jobs that it runs. */
@NullMarked
package dev.millrace.e2e.job;

import org.jspecify.annotations.NullMarked;
