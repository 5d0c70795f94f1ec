package dev.millrace.operator.driver;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a driver says of its job, as far as the operator needs it; {@code docs/reference/process-contract.md} has the whole.
 *
 * @param state {@code STARTING}, {@code RUNNING}, {@code STOPPING}, {@code FINISHED} or {@code FAILED}
 * @param batchIntervalMs 0 while there is no stream
 * @param lastBatch the last completed batch; null before the first
 * @param lastCommit the last batch in the checkpoint; null before the first, without a checkpoint, and from an older engine
 * @param error what ended the job, null when nothing did
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DriverReport(
        String state,
        long batchIntervalMs,
        @Nullable Batch lastBatch,
        long completedBatches,
        Executors executors,
        @Nullable Commit lastCommit,
        @Nullable String error) {
    /**
     * A completed batch.
     *
     * @param timeMs time of the batch, milliseconds since 1970
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Batch(
            long number,
            long timeMs,
            long records,
            double recordsPerSecond,
            double processingMs,
            double totalDelayMs) {}

    /**
     * Executors of the driver.
     *
     * @param alive registered now
     * @param desired how many the driver knows it should have
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Executors(int alive, int desired) {}

    /**
     * A batch in the checkpoint.
     *
     * @param batchTimeMs time of the batch, milliseconds since 1970
     * @param committedMs when it came there, milliseconds since 1970
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Commit(long batchTimeMs, long committedMs) {}

    /** Whether batches are made. */
    public boolean isRunning() {
        return state.equals("RUNNING");
    }

    /** Whether the job is about to end by itself. */
    public boolean isEnding() {
        return state.equals("STOPPING") || state.equals("FINISHED") || state.equals("FAILED");
    }
}
