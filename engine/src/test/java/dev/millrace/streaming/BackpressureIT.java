package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.receiver.Receiver;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackpressureIT {
    private static final long INTERVAL_MILLIS = 50;

    @TempDir
    Path folder;

    private final MillraceConf conf = new MillraceConf(false)
            .setMaster("local[2]")
            .set(MillraceConfig.BATCH_INTERVAL, INTERVAL_MILLIS + "ms")
            .set(MillraceConfig.BLOCK_INTERVAL, "10ms")
            .set(MillraceConfig.BACKPRESSURE_ENABLED, "true")
            .set(MillraceConfig.BACKPRESSURE_INITIAL_RATE, "2000");
    private final List<StreamingContext> contexts = new ArrayList<>();
    private final List<Long> sizes = new CopyOnWriteArrayList<>();
    private final AtomicLong microsPerRecord = new AtomicLong();

    @AfterEach
    void stop() {
        contexts.forEach(StreamingContext::stop);
    }

    private StreamingContext context() {
        StreamingContext context = new StreamingContext(conf.clone());
        contexts.add(context);
        return context;
    }

    /** So many records. */
    record Count(long records) implements Serializable {}

    /** Has as many records as it may give, or 10,000 a batch. */
    private static final class Endless extends RangeInputDStream<Long, Count> {
        final List<OptionalLong> limits = new CopyOnWriteArrayList<>();

        Endless(StreamingContext context) {
            super(context);
        }

        @Override
        protected boolean isRateLimited() {
            return true;
        }

        @Override
        protected Count nextRange(Time batch) {
            limits.add(rateLimit());
            return new Count(rateLimit().orElse(200_000) * INTERVAL_MILLIS / 1_000);
        }

        @Override
        protected long count(Count range) {
            return range.records();
        }

        @Override
        protected RDD<Long> read(Time batch, Count range) {
            return context().millraceContext().generate(0, range.records(), 2, n -> n);
        }

        @Override
        protected Optional<RangeCodec<Count>> rangeCodec() {
            return Optional.of(new RangeCodec<>() {
                @Override
                public void write(Count range, DataOutput out) throws IOException {
                    out.writeLong(range.records());
                }

                @Override
                public Count read(DataInput in) throws IOException {
                    return new Count(in.readLong());
                }
            });
        }

        @Override
        protected void resume(Count position) {}
    }

    private <T> void process(DStream<T> stream) {
        stream.foreachRDD(rdd -> {
            long records = rdd.count();
            TimeUnit.MICROSECONDS.sleep(records * microsPerRecord.get());
            sizes.add(records);
        });
    }

    /** Waits until the last ten batches had, in the middle, as many records as that. */
    private void awaitMedian(long least, long most) {
        sizes.clear();
        Awaitility.await()
                .alias("records of a batch between " + least + " and " + most)
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> {
                    List<Long> all = List.copyOf(sizes);
                    List<Long> last = all.subList(Math.max(0, all.size() - 10), all.size());
                    long median = last.isEmpty()
                            ? -1
                            : last.stream().sorted().toList().get(last.size() / 2);
                    return last.size() == 10 && median >= least && median <= most;
                });
    }

    @Test
    void aSlowJobSettlesAndAFasterOneGetsMore() {
        StreamingContext context = context();
        Endless input = new Endless(context);
        process(input);
        microsPerRecord.set(1_000); // 1,000 records a second, 50 a batch
        context.start();
        awaitMedian(15, 55);
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> context.queuedBatches() <= 1);
        assertEquals(OptionalLong.of(2_000), input.limits.get(0), "what the first batch may have");
        microsPerRecord.set(100);
        awaitMedian(150, 500);
        microsPerRecord.set(2_000);
        awaitMedian(8, 28);
    }

    @Test
    void aRestartGoesOnWithTheRateThatWasLearned() {
        microsPerRecord.set(1_000);
        StreamingContext first = context();
        first.checkpoint(folder.toString());
        Endless learning = new Endless(first);
        process(learning.uid("endless"));
        first.start();
        awaitMedian(15, 55);
        first.stop(true, true);
        StreamingContext second = context();
        second.checkpoint(folder.toString());
        Endless input = new Endless(second);
        process(input.uid("endless"));
        second.start();
        Awaitility.await().until(() -> !input.limits.isEmpty());
        long rate = input.limits.get(0).orElseThrow();
        assertTrue(rate >= 100 && rate < 1_500, rate + " records a second");
    }

    @Test
    void withoutBackpressureThereIsNoLimit() {
        conf.set(MillraceConfig.BACKPRESSURE_ENABLED, "false");
        StreamingContext context = context();
        Endless input = new Endless(context);
        process(input);
        context.start();
        Awaitility.await().until(() -> sizes.size() >= 3);
        assertEquals(
                List.of(OptionalLong.empty()), input.limits.stream().distinct().toList());
    }

    /** Stores numbers as fast as it may. */
    private static final class Eager extends Receiver<Long> {
        private transient Thread thread;

        @Override
        public void onStart() {
            thread = new Thread(this::run, "eager");
            thread.start();
        }

        private void run() {
            for (long number = 0; !isStopped(); number++) {
                store(number);
            }
        }

        @Override
        public void onStop() throws InterruptedException {
            thread.join();
        }
    }

    @Test
    void aReceiverIsSlowedDownToWhatItsJobCanProcess() {
        StreamingContext context = context();
        process(context.receiverStream(new Eager()));
        microsPerRecord.set(1_000);
        context.start();
        awaitMedian(15, 60);
        assertTrue(context.queuedBatches() <= 5, "batches that wait: " + context.queuedBatches());
        microsPerRecord.set(100);
        awaitMedian(150, 600);
    }
}
