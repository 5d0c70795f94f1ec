/** What is counted and measured, for any monitoring system that Micrometer knows. */
@NullMarked
package dev.millrace.metrics;

import org.jspecify.annotations.NullMarked;
