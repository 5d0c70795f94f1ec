/**
 * The {@code millrace} command. {@link dev.millrace.cli.RunCommand} reads a manifest; {@link dev.millrace.cli.ProcessRun}
 * starts driver and executors as processes and {@link dev.millrace.cli.Supervisor} decides what happens when one of them
 * ends; {@link dev.millrace.cli.Screen} is the only door to the terminal.
 */
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
