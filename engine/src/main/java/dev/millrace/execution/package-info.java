/**
 * The inner loops: records are pushed through fused chains of {@link dev.millrace.execution.Sink sinks}, each chain
 * with loop classes of its own, and aggregated in flat hash tables.
 */
@NullMarked
package dev.millrace.execution;

import org.jspecify.annotations.NullMarked;
