/** The functions that a job is written with: serializable, so that lambdas travel to the executors. */
@NullMarked
package dev.millrace.function;

import org.jspecify.annotations.NullMarked;
