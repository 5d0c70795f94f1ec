package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.receiver.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How long a record is under way from its receiver to the output. */
class ReceiverLatencyTest {
    private static final int BATCH_MILLIS = 10;

    /** Stores the time, some 2,000 times a second. */
    private static final class Times extends Receiver<Long> {
        private transient Thread thread;

        Times() {
            super(StorageLevel.MEMORY_ONLY);
        }

        @Override
        public void onStart() {
            thread = new Thread(() -> {
                while (!isStopped()) {
                    store(System.nanoTime());
                    LockSupport.parkNanos(500_000);
                }
            });
            thread.start();
        }

        @Override
        public void onStop() throws InterruptedException {
            thread.join();
        }
    }

    @Test
    void aRecordWaitsForItsBatchAndNotForABlockAndThenForABatch() throws Exception {
        List<Long> micros = new ArrayList<>();
        CountDownLatch batches = new CountDownLatch(300);
        try (StreamingContext context =
                new StreamingContext(new MillraceConf().setMaster("local[2]"), Durations.milliseconds(BATCH_MILLIS))) {
            context.receiverStream(new Times()).foreachRDD(rdd -> {
                List<Long> stored = rdd.collect();
                long now = System.nanoTime();
                if (batches.getCount() <= 200) {
                    stored.forEach(time -> micros.add((now - time) / 1_000));
                }
                batches.countDown();
            });
            context.start();
            batches.await();
            context.stop(true, true);
        }
        micros.sort(null);
        long p50 = micros.get(micros.size() / 2);
        long p99 = micros.get(micros.size() * 99 / 100);
        System.out.printf(
                "%d records: p50 %d us, p99 %d us, max %d us%n",
                micros.size(), p50, p99, micros.get(micros.size() - 1));
        // Half a batch, and what it takes to seal and to process; twice that for a machine that is busy.
        assertTrue(p50 < 2 * BATCH_MILLIS * 1_000, "p50 " + p50 + " us");
    }
}
