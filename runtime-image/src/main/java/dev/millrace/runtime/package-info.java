/**
 * The processes of a job, the same on one machine and in pods: entry points of driver and executor, and the driver's
 * status API. What goes in and out of them is written down in {@code docs/reference/process-contract.md}.
 */
@NullMarked
package dev.millrace.runtime;

import org.jspecify.annotations.NullMarked;
