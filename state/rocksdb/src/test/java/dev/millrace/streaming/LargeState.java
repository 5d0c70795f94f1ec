package dev.millrace.streaming;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program whose state grows to a given size, or goes on with it: run in a JVM of its own. Each key has a value that cannot be
 * compressed, made from the key and how often it came.
 */
public final class LargeState {
    private static final long START = 1_700_000_000_000L;
    private static final Duration BATCH = Durations.milliseconds(100);
    private static final int VALUE_BYTES = 64 << 10;
    private static final int KEYS_OF_A_BATCH = 16;
    private static final long PATIENCE_SECONDS = 60;

    private final ManualClock clock;
    private final Ledger ledger = new Ledger();
    private final Semaphore batches = new Semaphore(0);
    private final AtomicLong right = new AtomicLong(-1);
    private final int keys;
    private final String checkpoint;
    private volatile boolean counts;

    private LargeState(String checkpoint, int megabytes) {
        this.checkpoint = checkpoint;
        this.keys = (int) (((long) megabytes << 20) / VALUE_BYTES);
        this.clock = new ManualClock(START);
    }

    /**
     * Ends with 0 when all is as it should be.
     *
     * @param arguments directory of the checkpoint; size of the state in megabytes; {@code grow} or {@code restart}
     */
    public static void main(String[] arguments) throws Exception {
        int megabytes = Integer.parseInt(arguments[1]);
        long from = System.nanoTime();
        boolean ok = arguments[2].equals("grow")
                ? new LargeState(arguments[0], megabytes).grow()
                : new LargeState(arguments[0], megabytes).restart();
        System.out.println(arguments[2] + ": " + megabytes + " MB of state in a heap of "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MB, "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from) + " ms");
        System.exit(ok ? 0 : 1);
    }

    private static byte[] value(long key, int times) {
        byte[] bytes = new byte[VALUE_BYTES];
        new Random(31 * key + times).nextBytes(bytes);
        bytes[0] = (byte) times;
        return bytes;
    }

    private static boolean isRight(Tuple2<Long, byte[]> pair) {
        return Arrays.equals(pair._2(), value(pair._1(), pair._2()[0]));
    }

    private StreamingContext start() {
        MillraceContext engine =
                new MillraceContext(new MillraceConf().setMaster("local[2]").setAppName("large"));
        StreamingContext context = new StreamingContext(engine, BATCH, clock);
        context.checkpoint(checkpoint);
        MapWithStateDStream<Long, Long, byte[], Long> mapped = new Ledger.Reader(context, ledger)
                .mapToPair(key -> new Tuple2<>(key, key))
                .mapWithState(StateSpec.function((Long key, Optional<Long> news, State<byte[]> state) -> {
                            state.update(value(key, state.exists() ? state.get()[0] + 1 : 1));
                            return key;
                        })
                        .numPartitions(4))
                .uid("large");
        mapped.stateSnapshots().foreachRDD(rdd -> {
            if (counts) {
                right.set(rdd.filter(LargeState::isRight).count());
            }
        });
        context.addStreamingListener(new dev.millrace.streaming.scheduler.StreamingListener() {
            @Override
            public void onBatchCompleted(dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted completed) {
                batches.release();
            }
        });
        context.start();
        return context;
    }

    private void batch() throws InterruptedException {
        clock.advance(BATCH.milliseconds());
        if (!batches.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no batch for " + PATIENCE_SECONDS + " s");
        }
    }

    private boolean grow() throws InterruptedException {
        StreamingContext context = start();
        for (int key = 0; key < keys; key++) {
            ledger.add(key);
            if (key % KEYS_OF_A_BATCH == KEYS_OF_A_BATCH - 1) {
                batch();
            }
        }
        batch();
        context.stop(true, true);
        return true;
    }

    /** Goes on, changes some keys, and looks at all. */
    private boolean restart() throws InterruptedException {
        for (int key = 0; key < keys; key++) {
            ledger.add(key); // as they were
        }
        clock.advance((keys / KEYS_OF_A_BATCH + 1) * BATCH.milliseconds());
        StreamingContext context = start();
        for (int key = 0; key < keys; key += keys / KEYS_OF_A_BATCH) {
            ledger.add(key);
        }
        counts = true;
        batch();
        context.stop(true, true);
        System.out.println(right + " of " + keys + " keys are right");
        return right.get() == keys;
    }
}
