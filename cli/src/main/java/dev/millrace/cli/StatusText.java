package dev.millrace.cli;

import dev.millrace.runtime.BatchStatus;
import dev.millrace.runtime.JobStatus;
import java.util.Locale;

/** Words the status of a job for people. */
final class StatusText {
    private static final String DIM = "\033[2m";
    private static final String PLAIN = "\033[0m";

    private StatusText() {}

    /** One line that fits into {@code columns}, without its end. */
    static String live(JobStatus status, int columns, boolean colour) {
        BatchStatus batch = status.lastBatch();
        String text = batch == null
                ? waiting(status)
                : String.format(
                        Locale.ROOT,
                        "batch %d | %,.0f records/s | processing %s ms | total delay %s ms | executors %s%s",
                        batch.number(),
                        batch.recordsPerSecond(),
                        millis(batch.processingMs()),
                        millis(batch.totalDelayMs()),
                        executors(status),
                        status.queuedBatches() > 1 ? " | queued " + status.queuedBatches() : "");
        String fitting = text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
        return colour ? DIM + fitting + PLAIN : fitting;
    }

    /** The last batch in one line, without its end. */
    static String plain(JobStatus status, BatchStatus batch) {
        return String.format(
                Locale.ROOT,
                "batch %d: %,d records, %,.0f records/s, processing %s ms, total delay %s ms, executors %s",
                batch.number(),
                batch.records(),
                batch.recordsPerSecond(),
                millis(batch.processingMs()),
                millis(batch.totalDelayMs()),
                executors(status));
    }

    private static String waiting(JobStatus status) {
        String doing = switch (status.state()) {
            case STARTING -> "starting";
            case RUNNING -> "waiting for the first batch";
            case STOPPING -> "stopping";
            case FINISHED -> "finished";
            case FAILED -> "failed";
        };
        return doing + " | executors " + executors(status);
    }

    private static String executors(JobStatus status) {
        return status.executorsAlive() + "/" + status.executorsDesired();
    }

    /** Tenths where they say something. */
    private static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%,.0f", millis);
    }
}
