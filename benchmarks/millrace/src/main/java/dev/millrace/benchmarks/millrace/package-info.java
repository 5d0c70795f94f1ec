/** The programs in Millrace. */
@NullMarked
package dev.millrace.benchmarks.millrace;

import org.jspecify.annotations.NullMarked;
