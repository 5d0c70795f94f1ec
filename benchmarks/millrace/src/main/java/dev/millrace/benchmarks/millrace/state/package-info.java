/** What checkpoints of state cost: the pauses that they make, the time to read them again, and the throughput that they take. */
@NullMarked
package dev.millrace.benchmarks.millrace.state;

import org.jspecify.annotations.NullMarked;
