/**
 * The life of a batch, from the tick of the clock to its commit. Knows nothing of streams: those are a {@link
 * dev.millrace.batch.BatchGraph} to it.
 */
@NullMarked
package dev.millrace.batch;

import org.jspecify.annotations.NullMarked;
