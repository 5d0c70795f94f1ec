package dev.millrace.benchmarks.millrace.state;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A job of 1 s batches on two threads and a clock that is moved by hand: a batch begins when the one before is complete.
 *
 * <pre>
 *   start        output ends     complete (committed)
 *     |---- work ----|---- pause ----|
 * </pre>
 */
final class Batches implements AutoCloseable {
    private static final Duration INTERVAL = Durations.seconds(1);
    private static final long PATIENCE_SECONDS = 300;

    private final ManualClock clock;
    private final MillraceContext millrace;
    private final StreamingContext context;
    private final Semaphore completed = new Semaphore(0);
    private volatile long outputEnd;
    private volatile long end;

    /** What one batch took, in nanoseconds. */
    record Took(long all, long pause) {}

    /** @param startMillis when the clock begins; after a restart, where it was */
    Batches(long startMillis, Optional<Path> checkpoint) {
        clock = new ManualClock(startMillis);
        millrace = new MillraceContext(new MillraceConf().setMaster("local[2]").setAppName("state"));
        context = new StreamingContext(millrace, INTERVAL, clock);
        checkpoint.ifPresent(directory -> context.checkpoint(directory.toString()));
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted batch) {
                end = System.nanoTime();
                completed.release();
            }
        });
    }

    StreamingContext context() {
        return context;
    }

    /** To be called at the end of the output. */
    void outputEnded() {
        outputEnd = System.nanoTime();
    }

    /** Runs the next batch. */
    Took next() throws InterruptedException {
        long from = System.nanoTime();
        clock.advance(INTERVAL.milliseconds());
        if (!completed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no batch was complete within " + PATIENCE_SECONDS + " s");
        }
        return new Took(end - from, end - outputEnd);
    }

    long now() {
        return clock.millis();
    }

    @Override
    public void close() {
        context.stop(true, true);
        millrace.close();
    }
}
