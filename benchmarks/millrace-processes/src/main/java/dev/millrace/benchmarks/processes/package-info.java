/** The programs in Millrace, with executors in processes of their own. */
@NullMarked
package dev.millrace.benchmarks.processes;

import org.jspecify.annotations.NullMarked;
