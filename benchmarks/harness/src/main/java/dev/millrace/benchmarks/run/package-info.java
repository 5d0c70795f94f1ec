/** The side of the harness that starts the engines: which runs there are, in which order, each in a JVM of its own. */
@NullMarked
package dev.millrace.benchmarks.run;

import org.jspecify.annotations.NullMarked;
