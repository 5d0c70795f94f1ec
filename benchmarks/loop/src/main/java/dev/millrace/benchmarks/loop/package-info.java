/** The programs by hand, without an engine: two threads and what {@code java.util} has. The bar for every engine. */
@NullMarked
package dev.millrace.benchmarks.loop;

import org.jspecify.annotations.NullMarked;
