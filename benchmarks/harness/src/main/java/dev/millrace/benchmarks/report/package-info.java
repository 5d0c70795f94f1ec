/** Turns measurements into medians, ratios, tables and JSON. */
@NullMarked
package dev.millrace.benchmarks.report;

import org.jspecify.annotations.NullMarked;
