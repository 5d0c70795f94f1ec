package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.MillraceException;
import dev.millrace.execution.RecordChunk;
import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.LongAccumulator;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.ResidentHandler;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.rpc.Connection;
import dev.millrace.rpc.ConnectionHandler;
import dev.millrace.rpc.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on executors that are reached over sockets, and lost. */
class ClusterTest {
    private static final int PARTITIONS = 4;

    @TempDir
    private Path folder;

    /** Holds the tasks of a result stage back until an executor is lost; static, as functions are sent as bytes. */
    private static volatile CountDownLatch lost = new CountDownLatch(0);

    @Test
    void accumulatorsCountOnceThoughAJobIsPlannedAgain() throws Exception {
        lost = new CountDownLatch(1);
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            LongAccumulator seen = context.longAccumulator();
            LongAccumulator results = context.longAccumulator();
            FutureTask<Map<Integer, Integer>> job = new FutureTask<>(() -> context.parallelize(
                            IntStream.range(0, 100).boxed().toList(), 4)
                    .mapToPair(value -> {
                        seen.add(1L);
                        return new Tuple2<>(value % 5, 1);
                    })
                    .reduceByKey(Integer::sum, 4)
                    .mapValues(count -> {
                        lost.await();
                        results.add(1L);
                        return count;
                    })
                    .collectAsMap());
            new Thread(job).start();
            await().until(() -> seen.value() == 100);
            cluster.stop(0);
            await().until(() -> context.runner().executorNames().size() == 1);
            lost.countDown();
            assertEquals(Map.of(0, 20, 1, 20, 2, 20, 3, 20, 4, 20), job.get());
            assertEquals(100L, seen.value());
            assertEquals(5L, results.value());
        }
    }

    /** A value that no codec takes. */
    private record Closed(Thread thread) {}

    @Test
    void aResultThatCannotBeSentFailsItsJobOnly() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            MillraceContext context = cluster.context();
            MillraceException failed = assertThrows(
                    MillraceException.class,
                    () -> context.parallelize(List.of(1, 2, 3, 4), 4)
                            .map(value -> new Closed(Thread.currentThread()))
                            .collect());
            assertTrue(failed.getMessage().contains("Thread"), failed.getMessage());
            assertEquals(
                    List.of(1, 2, 3, 4),
                    context.parallelize(List.of(1, 2, 3, 4), 4).collect());
            assertEquals(1, context.runner().executorNames().size());
        }
    }

    /** Keys 0 to 39 in four partitions; {@code computed} counts how many of them are computed. */
    private static PairRDD<Integer, Integer> kept(MillraceContext context, LongAccumulator computed) {
        PairRDD<Integer, Integer> pairs = context.parallelizePairs(
                        IntStream.range(0, 40).mapToObj(i -> new Tuple2<>(i, i)).toList(), 4)
                .reduceByKey(Integer::sum, PARTITIONS)
                .mapValues(value -> {
                    computed.add(1L);
                    return value;
                });
        pairs.cache();
        assertEquals(40, pairs.count());
        return pairs;
    }

    /** The second one finds the plan of the first, whose ranges would put all of its data into one partition. */
    @Test
    void aSortUsesTheRangesOfItsOwnData() throws Exception {
        Function<Integer, Integer> self = value -> value;
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            for (int from : List.of(0, 1_000)) {
                List<Integer> values = IntStream.range(from, from + 100).boxed().toList();
                List<List<Integer>> parts = cluster.context()
                        .parallelize(values, PARTITIONS)
                        .sortBy(self, false, PARTITIONS)
                        .glom()
                        .collect();
                assertEquals(
                        values.stream().sorted(Comparator.reverseOrder()).toList(),
                        parts.stream().flatMap(List::stream).toList());
                parts.forEach(part -> assertTrue(part.size() > 12, parts.toString()));
            }
        }
    }

    private static void awaitExecutors(MillraceContext context, int count) {
        await().until(() -> context.runner().executorNames().size() == count);
    }

    /** The first is kept by the one executor that there was, the second by two. */
    @Test
    void whatIsKeptElsewhereIsFetchedRatherThanComputedAgain() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            MillraceContext context = cluster.context();
            LongAccumulator first = context.longAccumulator();
            LongAccumulator second = context.longAccumulator();
            PairRDD<Integer, Integer> atOne = kept(context, first);
            cluster.start(1);
            awaitExecutors(context, 2);
            PairRDD<Integer, Integer> atBoth = kept(context, second);
            PairRDD<Integer, Tuple2<Integer, Integer>> joined = atOne.join(atBoth);
            Map<Integer, Tuple2<Integer, Integer>> expected = new HashMap<>();
            IntStream.range(0, 40).forEach(i -> expected.put(i, new Tuple2<>(i, i)));
            assertEquals(expected, joined.collectAsMap());
            assertEquals(40L, first.value());
            assertEquals(40L, second.value());

            HashPartitioner partitioner = new HashPartitioner(PARTITIONS);
            long atLost = IntStream.range(0, 40)
                    .filter(key -> context.runner()
                            .locations(new BlockId.OfRDD(atBoth.id(), partitioner.getPartition(key)))
                            .get(0)
                            .startsWith("executor-1-"))
                    .count();
            assertTrue(atLost > 0);
            cluster.stop(1);
            awaitExecutors(context, 1);
            assertEquals(expected, atOne.join(atBoth).collectAsMap());
            assertEquals(40L, first.value());
            assertEquals(40L + atLost, second.value(), "only what was lost is computed again");
        }
    }

    @Test
    void whatItsHolderHasNoMoreIsComputedAgain() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            MillraceContext context = cluster.context();
            LongAccumulator computed = context.longAccumulator();
            PairRDD<Integer, Integer> atOne = kept(context, computed);
            cluster.start(1);
            awaitExecutors(context, 2);
            PairRDD<Integer, Integer> atBoth = kept(context, computed);
            DagScheduler scheduler = (DagScheduler) context.runner();
            scheduler.executors().sendAll(new DriverMessage.RemoveRdds(new long[] {atOne.id(), atBoth.id()}));
            assertEquals(40, atOne.join(atBoth).collectAsMap().size());
            assertEquals(160L, computed.value());
        }
    }

    /** Keeps one received block and says so. */
    private record Storing(int number) implements ResidentTask {
        private static final long serialVersionUID = 1L;

        @Override
        public void start(ResidentContext context) throws Exception {
            RecordChunk chunk = new RecordChunk(new Object[] {number}, 1);
            context.store(new BlockId.OfStream(0, number), chunk, StorageLevel.MEMORY_ONLY);
            context.send("stored");
        }

        @Override
        public void receive(Object message) {}

        @Override
        public void stop() {}
    }

    @Test
    void oneTaskMayReadBlocksThatWereReceivedAtSeveralExecutors() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            List<String> executors = context.runner().executorNames();
            CountDownLatch stored = new CountDownLatch(4);
            for (int number = 0; number < 4; number++) {
                context.runner()
                        .startResident(new Storing(number), List.of(executors.get(number % 2)), new ResidentHandler() {
                            @Override
                            public void onMessage(Object message) {
                                stored.countDown();
                            }

                            @Override
                            public void onLost(String reason) {}

                            @Override
                            public void onNotStarted(String reason) {}
                        });
            }
            assertTrue(stored.await(20, TimeUnit.SECONDS));
            List<BlockId> blocks = List.of(
                    new BlockId.OfStream(0, 0),
                    new BlockId.OfStream(0, 1),
                    new BlockId.OfStream(0, 2),
                    new BlockId.OfStream(0, 3));
            RDD<Integer> received = context.blocks(blocks, context.runner()::locations);
            assertEquals(List.of(0, 1, 2, 3), received.coalesce(1).collect());
        }
    }

    @Test
    void executorsKeepCopiesForEachOther() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            RDD<Integer> numbers = context.parallelize(
                            IntStream.range(0, 1_000).boxed().toList(), 20)
                    .map(value -> value + 1);
            numbers.persist(StorageLevel.MEMORY_ONLY_2);
            assertEquals(1_000, numbers.count());
            await().until(() -> IntStream.range(0, 20)
                    .allMatch(partition -> context.runner()
                                    .locations(new BlockId.OfRDD(numbers.id(), partition))
                                    .size()
                            == 2));
        }
    }

    @RepeatedTest(3)
    void ofProcessesThatRegisterAtTheSameTimeNoneIsLeftBehind() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 1);
                Transport transport = new Transport(cluster.conf("executor-1"), 2)) {
            MillraceContext context = cluster.context();
            String address = Files.readString(folder.resolve("driver.address"));
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            ConnectionHandler ignoring = new ConnectionHandler() {
                @Override
                public void onFrame(Connection connection, byte[] frame) {}

                @Override
                public void onClosed(Connection connection, String reason) {}
            };
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                connections.add(transport.connect("127.0.0.1", port, ignoring));
            }
            byte[] register = new MessageCodec(getClass().getClassLoader())
                    .encode(new ExecutorMessage.Register(1, "127.0.0.1", 1, 1));
            connections.forEach(connection -> connection.send(register));
            await().until(() -> context.runner().executorNames().stream()
                            .filter(name -> name.startsWith("executor-1-"))
                            .count()
                    == 1);
            connections.forEach(Connection::close);
            await().until(() -> context.runner().executorNames().equals(List.of("executor-0-1")));
        }
    }

    /** Counts the calls of a function, as an accumulator does not where a job is planned again. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    @Test
    void whatWasOnItsWayOnALostConnectionIsSentAgain() throws Exception {
        lost = new CountDownLatch(1);
        CALLS.set(0);
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            MillraceContext context = cluster.context();
            FutureTask<Map<Integer, Integer>> job = new FutureTask<>(() -> context.parallelize(
                            IntStream.range(0, 100).boxed().toList(), 4)
                    .mapToPair(value -> {
                        CALLS.incrementAndGet();
                        return new Tuple2<>(value % 2, 1);
                    })
                    .reduceByKey(Integer::sum, 4)
                    .mapValues(count -> {
                        lost.await();
                        return count;
                    })
                    .collectAsMap());
            new Thread(job).start();
            await().until(() -> CALLS.get() == 100);
            DagScheduler scheduler = (DagScheduler) context.runner();
            List<ExecutorHandle> executors = scheduler.executors().all();
            scheduler.handle(
                    executors.get(0),
                    new ExecutorMessage.LinkLost(executors.get(1).name()));
            await().until(() -> CALLS.get() == 200);
            lost.countDown();
            assertEquals(Map.of(0, 50, 1, 50), job.get());
            assertEquals(2, context.runner().executorNames().size());
        }
    }
}
