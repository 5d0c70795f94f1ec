package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.StateChunk;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.JobRunner;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.StateFunction;
import dev.millrace.rdd.States;
import dev.millrace.serializer.ObjectCodec;
import dev.millrace.storage.ChunkCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does before it takes part in a job that runs, or gives a part of what it keeps to one that joins: a few small batches
 * of its own, so that the engine's classes are loaded and its loops compiled by the time that batches of the job wait for it.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int BATCHES = 20;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int RECORDS = 2_000;
    private static final int PARTITIONS = 2;

    private static final AtomicBoolean DONE = new AtomicBoolean();
    private static final Function<Long, Long> SAME = n -> n;
    private static final PairFunction<Long, Long, Long> PAIR = n -> new Tuple2<>(n % RECORDS, 1L);
    private static final Function2<Long, Long, Long> SUM = Long::sum;
    private static final StateFunction ADD = Rehearsal::add;

    private Rehearsal() {}

    /** Does nothing where it has been done in this JVM. */
    static void run() {
        if (DONE.compareAndSet(false, true)) {
            rehearse();
        }
    }

    /** Does it, unless this thread is interrupted, which it still is then. */
    static void rehearse() {
        long start = System.nanoTime();
        try {
            int batches = perform();
            LOG.info("rehearsed: batches={} ms={}", batches, (System.nanoTime() - start) / 1_000_000);
        } catch (InterruptedException e) {
            LOG.debug("rehearsal left, as the process ends");
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("the first batches will take longer: the rehearsal failed", e);
        }
    }

    /** Runs the batches, all of them or as many as there is time for; returns how many. */
    static int perform() throws Exception {
        long start = System.nanoTime();
        MillraceConf conf = new MillraceConf(false).setMaster("local").setAppName("rehearsal");
        try (MillraceContext context = MillraceContext.unlisted(conf, Rehearsal::open)) {
            PairRDD<Long, Long> state = null;
            Chunk copied = table();
            int batch = 0;
            while (batch < BATCHES && System.nanoTime() - start < LONGEST_NANOS) {
                state = next(context, state, batch++);
                copied = copy(copied);
            }
            return batch;
        }
    }

    private static PairRDD<Long, Long> next(MillraceContext context, @Nullable PairRDD<Long, Long> before, int batch)
            throws Exception {
        long from = (long) batch * RECORDS;
        PairRDD<Long, Long> records = context.generate(from, from + RECORDS, PARTITIONS, SAME)
                .mapToPair(PAIR)
                .reduceByKey(SUM, PARTITIONS);
        PairRDD<Long, Long> after = States.<Long, Long, Long>update(before, Optional::empty, records, ADD)
                .cache();
        JobDescription description = new JobDescription(OptionalLong.of(batch), OptionalInt.empty());
        context.describing(description, () -> States.emitted(after).collect());
        if (before != null) {
            before.unpersist();
        }
        context.batchEnded(batch);
        return after;
    }

    private static @Nullable Object[] add(
            StateChunk.Editor state, @Nullable Object[] keys, @Nullable Object[] values, int count, long batchTime) {
        @Nullable Object[] sums = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            int hash = KeyHash.of(keys[i]);
            Object before = state.table().get(hash, keys[i]);
            Object value = values[i];
            long sum = (before instanceof Long known ? known : 0) + (value instanceof Long more ? more : 0);
            state.put(hash, keys[i], sum);
            sums[i] = new Tuple2<>(keys[i], sum);
        }
        return sums;
    }

    private static Chunk table() {
        FlatTable table = new FlatTable(0);
        for (int i = 0; i < RECORDS; i++) {
            Object key = i % 2 == 0 ? (Object) (long) i : "key-" + i;
            table.put(KeyHash.of(key), key, (long) i);
        }
        return new StateChunk(table);
    }

    /** As states travel. */
    private static Chunk copy(Chunk state) {
        ChunkCodec codec = new ChunkCodec(new ObjectCodec(Rehearsal.class.getClassLoader()));
        return codec.fromBytes(codec.toBytes(state));
    }

    /** An executor in this JVM to which all messages go as bytes. */
    private static JobRunner open(MillraceConf conf, MillraceContext context) {
        DagScheduler scheduler = new DagScheduler(conf, context, new ExecutorPool(1, Duration.ofSeconds(1)));
        Actor actor = new Actor(scheduler, conf);
        scheduler.runOn(actor);
        scheduler.executorAdded(actor);
        return scheduler;
    }

    private static final class Actor implements ExecutorHandle, Cluster {
        private static final String NAME = "rehearsal";

        private final Codecs codecs = new Codecs(Rehearsal.class.getClassLoader());
        private final Executor executor;

        Actor(DagScheduler scheduler, MillraceConf conf) {
            this.executor = new Executor(
                    NAME,
                    Executor.Settings.of(conf, 1, Rehearsal.class.getClassLoader()),
                    message -> {
                        byte[] frame = codecs.with(codec -> codec.encode(message));
                        scheduler.handle(this, codecs.with(codec -> codec.decodeExecutor(frame)));
                    },
                    PeerLinks.NONE);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int ordinal() {
            return 0;
        }

        @Override
        public int cores() {
            return 1;
        }

        @Override
        public void send(DriverMessage message) {
            byte[] frame = codecs.with(codec -> codec.encode(message));
            executor.handle(codecs.with(codec -> codec.decodeDriver(frame)));
        }

        @Override
        public void close() {
            executor.close();
        }
    }
}
