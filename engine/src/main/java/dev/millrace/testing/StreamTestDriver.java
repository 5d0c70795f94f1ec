package dev.millrace.testing;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.StreamingContextState;
import dev.millrace.streaming.Time;
import dev.millrace.streaming.scheduler.BatchInfo;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stream in a test, batch by batch, on one thread for its tasks and with a clock that only {@link #advance} moves:
 * the same input gives the same output, always.
 *
 * <pre>{@code
 * try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
 *     TestInput<String> lines = driver.input();
 *     List<List<Tuple2<String, Integer>>> counts = driver.collect(WordCount.count(lines));
 *     lines.add("to be", "or not to be");
 *     driver.advance();
 *     assertEquals(Set.of(new Tuple2<>("to", 2), ...), Set.copyOf(counts.get(0)));
 * }
 * }</pre>
 *
 * <p>Streams are defined before the first {@link #advance}, which starts the context. Used by one thread.
 */
public final class StreamTestDriver implements AutoCloseable {
    /** Two partitions on one thread: what depends on partitioning shows, and nothing depends on timing. */
    private static final int PARTITIONS = 2;

    private static final long CHECK_MILLIS = 20;

    private final ManualClock clock = new ManualClock();
    private final MillraceContext millraceContext;
    private final StreamingContext context;
    private final BlockingQueue<BatchInfo> ended = new LinkedBlockingQueue<>();

    public StreamTestDriver(Duration batchDuration) {
        this(new MillraceConf(), batchDuration);
    }

    /** With a configuration of the test's; what it does not say is set for {@code local[1]} and two partitions. */
    public StreamTestDriver(MillraceConf conf, Duration batchDuration) {
        MillraceConf complete = conf.clone()
                .setIfMissing(MillraceConfig.MASTER.key(), "local[1]")
                .setIfMissing(MillraceConfig.APP_NAME.key(), "test")
                .setIfMissing(MillraceConfig.DEFAULT_PARALLELISM.key(), String.valueOf(PARTITIONS));
        millraceContext = new MillraceContext(complete);
        context = new StreamingContext(millraceContext, batchDuration, clock);
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted batchCompleted) {
                ended.add(batchCompleted.batchInfo());
            }
        });
    }

    /** For everything that the driver does not offer itself. */
    public StreamingContext context() {
        return context;
    }

    public MillraceContext millraceContext() {
        return millraceContext;
    }

    /** The end of the batch that ran last; the time zero before the first. */
    public Time time() {
        return new Time(clock.millis());
    }

    /** A new stream for the test to feed. */
    public <T> TestInput<T> input() {
        return new TestInput<>(context, millraceContext.defaultParallelism());
    }

    /** Collects what a stream yields: a list for each of its data sets, the first one first. It grows with each batch. */
    public <T> List<List<T>> collect(DStream<T> stream) {
        List<List<T>> batches = Collections.synchronizedList(new ArrayList<>());
        stream.foreachRDD(rdd -> {
            batches.add(Collections.unmodifiableList(rdd.collect()));
        });
        return Collections.unmodifiableList(batches);
    }

    /**
     * Ends the batch that is being fed, and returns when everything that belongs to it has run.
     *
     * @throws dev.millrace.error.MillraceException when it failed, or the graph is wrong
     */
    public void advance() {
        if (context.getState() == StreamingContextState.INITIALIZED) {
            context.start();
        }
        clock.advance(context.batchDuration().milliseconds());
        try {
            BatchInfo batch = awaitBatch();
            if (batch.failureReason().isPresent()) {
                context.awaitTermination();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the batch at " + time(), e);
        }
    }

    private BatchInfo awaitBatch() throws InterruptedException {
        @Nullable BatchInfo batch = null;
        while (batch == null) {
            boolean over = context.awaitTerminationOrTimeout(0);
            batch = ended.poll(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            if (batch == null && over) {
                throw new IllegalStateException("the context is stopped: there is no batch at " + time());
            }
        }
        return batch;
    }

    /** Calls {@link #advance()} that many times. */
    public void advance(int batches) {
        for (int i = 0; i < batches; i++) {
            advance();
        }
    }

    /** Stops the stream and its executors. */
    @Override
    public void close() {
        context.stop(true);
    }
}
