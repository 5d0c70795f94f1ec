package dev.millrace.runtime;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what the status API tells about the job of this process. Thread-safe. */
final class JobMonitor {
    private static final JobMonitor OF_THIS_PROCESS = new JobMonitor();

    private String app = "";
    private JobState state = JobState.STARTING;
    private long intervalMs;
    private @Nullable BatchStatus lastBatch;
    private @Nullable CommitStatus lastCommit;
    private long submitted;
    private long completed;
    private int desired = 1;
    private IntSupplier alive = () -> 0;
    private @Nullable String error;
    private Consumer<CompositeMeterRegistry> meters = stream -> {};

    /** The one that listeners feed, as the engine makes those by class name. */
    static JobMonitor ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    synchronized void describe(String name, int executors) {
        app = name;
        desired = executors;
    }

    synchronized void desired(int executors) {
        desired = executors;
    }

    synchronized void executors(IntSupplier connected) {
        alive = connected;
    }

    /** Who takes in the meters of each stream that starts. */
    synchronized void meters(Consumer<CompositeMeterRegistry> reader) {
        meters = reader;
    }

    /** Hands on the meters of a stream that has started. */
    void streamMeters(CompositeMeterRegistry stream) {
        Consumer<CompositeMeterRegistry> reader;
        synchronized (this) {
            reader = meters;
        }
        reader.accept(stream);
    }

    /** A stream started to make batches. */
    synchronized void streamStarted(long batchIntervalMs) {
        intervalMs = batchIntervalMs;
        if (state == JobState.STARTING) {
            state = JobState.RUNNING;
        }
    }

    synchronized void batchSubmitted() {
        submitted++;
    }

    /** A batch has ended; times in milliseconds. */
    synchronized void batchCompleted(long timeMs, long records, double processingMs, double schedulingDelayMs) {
        completed++;
        double perSecond = intervalMs == 0 ? 0 : records * 1000.0 / intervalMs;
        lastBatch = new BatchStatus(
                completed,
                timeMs,
                records,
                perSecond,
                processingMs,
                schedulingDelayMs,
                processingMs + schedulingDelayMs);
    }

    /** A batch is in the checkpoint; times in milliseconds since 1970. */
    synchronized void batchCommitted(long timeMs, long committedMs) {
        lastCommit = new CommitStatus(timeMs, committedMs);
    }

    synchronized void stopping() {
        if (state == JobState.STARTING || state == JobState.RUNNING) {
            state = JobState.STOPPING;
        }
    }

    synchronized boolean isStopping() {
        return state == JobState.STOPPING;
    }

    synchronized void finished() {
        state = JobState.FINISHED;
    }

    synchronized void failed(String message) {
        state = JobState.FAILED;
        error = message;
    }

    synchronized JobStatus status() {
        return new JobStatus(
                app,
                state,
                intervalMs,
                lastBatch,
                completed,
                Math.max(0, submitted - completed),
                alive.getAsInt(),
                desired,
                lastCommit,
                error);
    }
}
