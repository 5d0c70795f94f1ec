package dev.millrace.benchmarks.processes;

import dev.millrace.benchmarks.files.ScratchDirectory;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.receiver.Receiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures, on stdout, how many records a second one receiver takes in, by what it waits for before its source is told that they
 * are stored. Arguments: seconds of a run, rounds, and a directory for checkpoints, which is made and deleted.
 */
public final class ReceiverBenchmark {
    private static final int EXECUTORS = 2;
    private static final int RECORD_BYTES = 100;
    private static final int RECORDS_AT_ONCE = 1_000;
    private static final int THREADS = 4;
    private static final long INTERVAL_MILLIS = 200;

    /** Rates are read at the ends of batches. */
    private static final long WARM_UP_SECONDS = 4;

    private final int seconds;
    private final int rounds;
    private final Path directory;

    /** Where a block is before its source is told. */
    private enum Kept {
        HERE("one executor", false, false),
        TWICE("two executors", true, false),
        HERE_AND_LOGGED("one executor and the log", false, true),
        TWICE_AND_LOGGED("two executors and the log", true, true);

        private final String where;
        private final boolean twice;
        private final boolean log;

        Kept(String where, boolean twice, boolean log) {
            this.where = where;
            this.twice = twice;
            this.log = log;
        }

        StorageLevel level() {
            return twice ? StorageLevel.MEMORY_AND_DISK_SER_2 : StorageLevel.MEMORY_AND_DISK_SER;
        }
    }

    private ReceiverBenchmark(int seconds, int rounds, Path directory) {
        this.seconds = seconds;
        this.rounds = rounds;
        this.directory = directory;
    }

    /** Runs all of it. */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException("expected SECONDS ROUNDS DIRECTORY, found " + Arrays.toString(args));
        }
        new ReceiverBenchmark(
                        Integer.parseInt(args[0]),
                        Integer.parseInt(args[1]),
                        Path.of(args[2]).toAbsolutePath())
                .run();
    }

    /** All kinds take turns, so that what else the machine does is spread over them. */
    private void run() throws Exception {
        Map<Kept, List<Double>> rates = new EnumMap<>(Kept.class);
        for (int round = 0; round < rounds; round++) {
            for (Kept kept : Kept.values()) {
                double rate = recordsPerSecond(kept);
                rates.computeIfAbsent(kept, any -> new ArrayList<>()).add(rate);
                System.out.printf("round %d, %s: %,.0f records/s%n", round + 1, kept.where, rate);
            }
        }
        rates.forEach((kept, all) -> {
            Collections.sort(all);
            System.out.printf(
                    "%-26s %,10.0f records/s, median of %d (%,.0f to %,.0f)%n",
                    kept.where, all.get(all.size() / 2), all.size(), all.get(0), all.get(all.size() - 1));
        });
    }

    private double recordsPerSecond(Kept kept) throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.at(directory);
                Executors executors = Executors.start(EXECUTORS)) {
            MillraceConf conf = executors.driver().set(MillraceConfig.RECEIVER_LOG_ENABLED, String.valueOf(kept.log));
            AtomicLong records = new AtomicLong();
            try (MillraceContext millrace = new MillraceContext(conf);
                    StreamingContext stream = new StreamingContext(millrace, Durations.milliseconds(INTERVAL_MILLIS))) {
                stream.checkpoint(scratch.path().toString());
                stream.receiverStream(new Storing(kept.level())).foreachRDD(rdd -> {
                    records.addAndGet(rdd.count());
                });
                stream.start();
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                Count from = next(records);
                TimeUnit.SECONDS.sleep(seconds);
                Count to = next(records);
                stream.stop(false, false);
                return (to.records - from.records) / ((to.nanos - from.nanos) / 1e9);
            }
        }
    }

    private record Count(long records, long nanos) {}

    /** How many there are at the end of the next batch that has any. */
    private static Count next(AtomicLong records) throws InterruptedException {
        long before = records.get();
        while (records.get() == before) {
            Thread.sleep(1);
        }
        return new Count(records.get(), System.nanoTime());
    }

    /** As fast as it may, from some threads, each of which waits until what it gave is stored. */
    private static final class Storing extends Receiver<byte[]> {
        private static final long serialVersionUID = 1L;

        Storing(StorageLevel level) {
            super(level);
        }

        @Override
        public void onStart() {
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(this::run, "storing-" + i);
                thread.setDaemon(true);
                thread.start();
            }
        }

        private void run() {
            List<byte[]> records = new ArrayList<>();
            for (int i = 0; i < RECORDS_AT_ONCE; i++) {
                records.add(new byte[RECORD_BYTES]);
            }
            while (!isStopped()) {
                store(records);
            }
        }

        @Override
        public void onStop() {
            // the threads end by themselves
        }
    }
}
