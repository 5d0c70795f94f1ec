/**
 * What a job must not forget: which records belong to which batch, which batches are complete, and state. Knows nothing of
 * streams; docs/reference/checkpoint-format.md has the files byte by byte.
 */
@NullMarked
package dev.millrace.checkpoint;

import org.jspecify.annotations.NullMarked;
