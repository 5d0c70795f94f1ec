package dev.millrace.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The state of a job at one moment, as {@code GET /api/v1/status} answers it.
 *
 * @param batchIntervalMs 0 while there is no stream
 * @param lastBatch the last completed batch, null before the first
 * @param queuedBatches batches that were made and are not completed
 * @param executorsAlive executors connected to the driver
 * @param executorsDesired executors that the job should have
 * @param lastCommit the last batch that is in the checkpoint; null before the first, and without a checkpoint
 * @param error why the job failed, null when it has not
 */
public record JobStatus(
        String app,
        JobState state,
        long batchIntervalMs,
        @Nullable BatchStatus lastBatch,
        long completedBatches,
        long queuedBatches,
        int executorsAlive,
        int executorsDesired,
        @Nullable CommitStatus lastCommit,
        @Nullable String error) {}
