/** The programs in Hazelcast Jet's pipeline API. */
@NullMarked
package dev.millrace.benchmarks.jet;

import org.jspecify.annotations.NullMarked;
