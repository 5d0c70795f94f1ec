package dev.millrace.streaming;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Batches of 100 ms from a known start, what tests keep of them, and waits for it. */
final class Batches {
    static final Duration BATCH = Durations.milliseconds(100);
    static final long START = 1_700_000_000_000L;

    private static final long PATIENCE_SECONDS = 20;

    private Batches() {}

    /** What a program does with a batch: its name, counted from 1, and its records in order. */
    interface OnBatch {
        void accept(long number, List<Long> records) throws Exception;
    }

    static void collect(DStream<Long> stream, OnBatch onBatch) {
        stream.foreachRDD((rdd, time) -> {
            List<Long> records = new ArrayList<>(rdd.collect());
            Collections.sort(records);
            onBatch.accept((time.milliseconds() - START) / BATCH.milliseconds(), records);
        });
    }

    /** For the records of each batch, by its number. */
    static Map<Long, List<Long>> results() {
        return Collections.synchronizedMap(new TreeMap<>());
    }

    static void awaitSize(Map<?, ?> results, int size) {
        Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> results.size() >= size);
    }

    static void awaitEnd(StreamingContext context) {
        Awaitility.await()
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> context.getState() == StreamingContextState.STOPPED);
    }
}
