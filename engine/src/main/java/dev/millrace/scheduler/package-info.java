/**
 * Turns jobs into stages and tasks, places the tasks on executors and runs them: the same code for threads of one JVM and
 * for executor processes.
 */
@NullMarked
package dev.millrace.scheduler;

import org.jspecify.annotations.NullMarked;
