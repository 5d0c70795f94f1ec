/** What the operator measures of the jobs it runs and of itself. */
@NullMarked
package dev.millrace.operator.metrics;

import org.jspecify.annotations.NullMarked;
