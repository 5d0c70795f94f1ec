/**
 * Runs StreamingJobs on Kubernetes. A pass over a job looks ({@code observe}), decides ({@code plan}, {@code model}), writes
 * the status and acts ({@code act}).
 */
@NullMarked
package dev.millrace.operator;

import org.jspecify.annotations.NullMarked;
