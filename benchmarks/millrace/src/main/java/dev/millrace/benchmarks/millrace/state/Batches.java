package dev.millrace.benchmarks.millrace.state;

import dev.millrace.clock.Clock;
import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.scheduler.BatchInfo;
import dev.millrace.streaming.scheduler.OutputOperationInfo;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A job of 1 s batches on two threads, whose batches end when they are told to.
 *
 * <pre>
 *   start        output ends     the next may start     committed
 *     |--- output ---|---- pause ----|                      |
 *                    |---------------- commit --------------|
 * </pre>
 */
final class Batches implements AutoCloseable {
    private static final Duration INTERVAL = Durations.seconds(1);
    private static final long PATIENCE_SECONDS = 300;

    /** So many batches may be under way: the one that runs, and the one before it. */
    private static final int UNDER_WAY = 2;

    private final ManualClock ticks;
    private final MillraceContext millrace;
    private final StreamingContext context;
    private final Semaphore completed = new Semaphore(0);
    private final List<Took> measured = Collections.synchronizedList(new ArrayList<>());

    /** What one batch took, in nanoseconds. */
    record Took(long output, long pause, long commit) {}

    /** Batches end by hand, and are measured by the machine's time. */
    private record BenchmarkClock(ManualClock ticks, long zero) implements Clock {
        @Override
        public long nanos() {
            return zero + System.nanoTime();
        }

        @Override
        public long millis() {
            return ticks.millis();
        }

        @Override
        public boolean await(long millis, BooleanSupplier cancelled) {
            return ticks.await(millis, cancelled);
        }
    }

    /** @param startMillis when time begins; after a restart, where it was */
    Batches(long startMillis, Optional<Path> checkpoint) {
        ticks = new ManualClock(startMillis);
        long zero = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
        millrace = new MillraceContext(new MillraceConf().setMaster("local[2]").setAppName("state"));
        context = new StreamingContext(millrace, INTERVAL, new BenchmarkClock(ticks, zero));
        checkpoint.ifPresent(directory -> context.checkpoint(directory.toString()));
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted batch) {
                measured.add(took(batch.batchInfo(), zero + System.nanoTime()));
                completed.release();
            }
        });
    }

    private static Took took(BatchInfo batch, long committed) {
        long started = nanos(batch.processingStartTime().orElseThrow());
        long ended = nanos(batch.processingEndTime().orElseThrow());
        long outputEnded = batch.outputOperationInfos().values().stream()
                .map(OutputOperationInfo::endTime)
                .mapToLong(end -> nanos(end.orElseThrow()))
                .max()
                .orElseThrow();
        return new Took(outputEnded - started, ended - outputEnded, committed - outputEnded);
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    StreamingContext context() {
        return context;
    }

    /** Runs some batches, each when the one before is complete; returns what they took in all, in nanoseconds. */
    long run(int batches) throws InterruptedException {
        long from = System.nanoTime();
        for (int batch = 0; batch < batches; batch++) {
            ticks.advance(INTERVAL.milliseconds());
            awaitCompleted(1);
        }
        return System.nanoTime() - from;
    }

    /** Runs some batches, one each second, or later when they take longer. */
    List<Took> runOnTime(int batches) throws InterruptedException {
        measured.clear();
        long next = System.nanoTime();
        for (int batch = 0; batch < batches; batch++) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next = Math.max(next + TimeUnit.SECONDS.toNanos(1), System.nanoTime());
            ticks.advance(INTERVAL.milliseconds());
            if (batch >= UNDER_WAY - 1) {
                awaitCompleted(1);
            }
        }
        awaitCompleted(Math.min(batches, UNDER_WAY - 1));
        return List.copyOf(measured);
    }

    private void awaitCompleted(int batches) throws InterruptedException {
        if (!completed.tryAcquire(batches, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no batch was complete within " + PATIENCE_SECONDS + " s");
        }
    }

    long now() {
        return ticks.millis();
    }

    @Override
    public void close() {
        context.stop(true, true);
        millrace.close();
    }
}
