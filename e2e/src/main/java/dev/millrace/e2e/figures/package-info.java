/** Measures on a real cluster how fast Millrace starts, heals and grows, and how much one operator carries. */
@NullMarked
package dev.millrace.e2e.figures;

import org.jspecify.annotations.NullMarked;
