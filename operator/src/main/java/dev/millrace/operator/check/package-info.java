/** The check of an installation that {@code helm test} runs: a program of its own in the operator's image, of the JDK alone. */
@NullMarked
package dev.millrace.operator.check;

import org.jspecify.annotations.NullMarked;
