package dev.millrace.streaming;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.receiver.Receiver;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerReceiverError;
import dev.millrace.streaming.scheduler.StreamingListenerReceiverStarted;
import dev.millrace.streaming.scheduler.StreamingListenerReceiverStopped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiverStreamTest {
    private static final Map<String, Receiver<Integer>> RUNNING = new ConcurrentHashMap<>();

    private final Queue<Object> seen = new ConcurrentLinkedQueue<>();
    private StreamingContext context = context("20ms");

    private static StreamingContext context(String interval) {
        return context(interval, Map.of());
    }

    private static StreamingContext context(String interval, Map<String, String> settings) {
        return new StreamingContext(new MillraceConf(false)
                .setMaster("local[2]")
                .set(MillraceConfig.BATCH_INTERVAL, interval)
                .set(MillraceConfig.RECEIVER_RESTART_DELAY, "5ms")
                .setAll(settings));
    }

    @AfterEach
    void stop() {
        context.stop();
        RUNNING.clear();
    }

    /** Is found by its name, so that a test can store records with it. */
    private static final class Fed extends Receiver<Integer> {
        private final String name;

        Fed(String name) {
            super(StorageLevel.MEMORY_ONLY);
            this.name = name;
        }

        @Override
        public void onStart() {
            RUNNING.put(name, this);
        }

        @Override
        public void onStop() {
            RUNNING.remove(name, this);
        }
    }

    private static Receiver<Integer> running(String name) {
        return await().until(() -> RUNNING.get(name), receiver -> receiver != null);
    }

    private <T> void collect(DStream<T> stream) {
        stream.foreachRDD(rdd -> {
            seen.addAll(rdd.collect());
        });
    }

    @Test
    void hasEveryRecordOnceInTheOrderOfTheReceiver() {
        collect(context.receiverStream(new Fed("a")));
        context.start();
        Receiver<Integer> receiver = running("a");
        for (int i = 0; i < 10_000; i++) {
            receiver.store(i);
        }
        context.stop(true, true);
        assertEquals(IntStream.range(0, 10_000).boxed().toList(), List.copyOf(seen));
    }

    @Test
    void aGracefulStopProcessesWhatWasReceivedInALastBatch() throws InterruptedException {
        context.stop();
        context = context("1h");
        collect(context.receiverStream(new Fed("a")));
        context.start();
        Receiver<Integer> receiver = running("a");
        receiver.store(List.of(1, 2, 3));
        receiver.store(4);
        context.stop(true, true);
        context.awaitTermination();
        assertEquals(List.of(1, 2, 3, 4), List.copyOf(seen));
    }

    @Test
    void reducesAcrossReceiversAndEmptyBatches() {
        DStream<Integer> both =
                context.union(List.of(context.receiverStream(new Fed("a")), context.receiverStream(new Fed("b"))));
        collect(both.mapToPair(number -> new Tuple2<>(number % 2, number)).reduceByKey(Integer::sum));
        context.start();
        running("a").store(List.of(1, 2, 3));
        running("b").store(List.of(4, 5));
        await().until(() -> seen.stream()
                        .map(Tuple2.class::cast)
                        .mapToInt(pair -> (Integer) pair._2())
                        .sum()
                == 15);
    }

    @Test
    void windowsSeeTheBlocksOfEarlierBatches() {
        List<List<Integer>> windows = new CopyOnWriteArrayList<>();
        context.receiverStream(new Fed("a"))
                .window(new Duration(2_000), new Duration(20))
                .foreachRDD(rdd -> {
                    windows.add(rdd.collect());
                });
        context.start();
        running("a").store(List.of(1));
        await().until(() -> windows.contains(List.of(1)));
        running("a").store(List.of(2));
        await().until(() -> windows.contains(List.of(1, 2)));
        await().until(() -> windows.get(windows.size() - 1).isEmpty());
    }

    @Test
    void manySmallBlocksAreReadTogether() {
        context.stop();
        context = context("1h");
        List<Integer> partitions = new CopyOnWriteArrayList<>();
        context.receiverStream(new Fed("a")).foreachRDD(rdd -> {
            partitions.add(rdd.getNumPartitions());
            seen.addAll(rdd.collect());
        });
        context.start();
        Receiver<Integer> receiver = running("a");
        for (int i = 0; i < 100; i++) {
            receiver.store(List.of(i));
        }
        context.stop(true, true);
        assertEquals(List.of(8), partitions);
        assertEquals(IntStream.range(0, 100).boxed().toList(), List.copyOf(seen));
    }

    @Test
    void tellsListenersOfReceiversAndOfTheRecordsOfABatch() {
        List<String> events = new CopyOnWriteArrayList<>();
        AtomicLong records = new AtomicLong();
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onReceiverStarted(StreamingListenerReceiverStarted event) {
                events.add("started " + event.receiverInfo().name() + " on "
                        + event.receiverInfo().executorId());
            }

            @Override
            public void onReceiverError(StreamingListenerReceiverError event) {
                events.add("error " + event.receiverInfo().lastErrorMessage());
            }

            @Override
            public void onReceiverStopped(StreamingListenerReceiverStopped event) {
                events.add("stopped " + event.receiverInfo().active());
            }

            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted event) {
                records.addAndGet(event.batchInfo().numRecords());
            }
        });
        collect(context.receiverStream(new Fed("a")));
        context.start();
        running("a").store(List.of(1, 2, 3));
        running("a").reportError("odd", new IOException("line 7"));
        context.stop(true, true);
        assertEquals(
                List.of("started Fed-0 on local", "error odd: java.io.IOException: line 7", "stopped false"), events);
        assertEquals(3, records.get());
    }

    private static final class Refusing extends Receiver<Integer> {
        @Override
        public void onStart() {
            stop("password refused", new IOException("403"));
        }

        @Override
        public void onStop() {}
    }

    @Test
    void aReceiverThatGivesUpEndsTheStreamWithItsError() {
        collect(context.receiverStream(new Refusing()));
        context.start();
        MillraceException failure = assertThrows(MillraceException.class, context::awaitTermination);
        assertEquals(ErrorCode.SOURCE, failure.code());
        assertTrue(failure.getMessage().contains("password refused: java.io.IOException: 403"), failure::getMessage);
    }

    @SuppressWarnings("UnusedVariable") // it is there to be found
    private static final class Captive extends Receiver<Integer> {
        private final Object thread = Thread.currentThread();

        @Override
        public void onStart() {}

        @Override
        public void onStop() {}
    }

    @Test
    void refusesAReceiverThatCannotBeSentToAnExecutor() {
        MillraceException refused = assertThrows(MillraceException.class, () -> context.receiverStream(new Captive()));
        assertEquals(ErrorCode.NOT_SERIALIZABLE, refused.code());
        assertTrue(refused.getMessage().contains("receiverStream"), refused::getMessage);
        assertTrue(refused.getMessage().contains("thread"), refused::getMessage);
    }

    @Test
    void aReceiverThatIsAheadOfItsJobIsPausedAndLosesNothing() {
        context.stop();
        context = context("10ms", Map.of(MillraceConfig.RECEIVER_MAX_PENDING.key(), "100k"));
        AtomicLong sum = new AtomicLong();
        AtomicLong largest = new AtomicLong();
        context.receiverStream(new Fed("a")).foreachRDD(rdd -> {
            long count = rdd.count();
            largest.accumulateAndGet(count, Math::max);
            sum.addAndGet(count);
        });
        context.start();
        Receiver<Integer> receiver = running("a");
        for (int i = 0; i < 200_000; i++) {
            receiver.store(i);
        }
        context.stop(true, true);
        assertEquals(200_000, sum.get());
        assertTrue(largest.get() < 20_000, "records in one batch: " + largest.get());
    }

    // Sockets

    private static Socket send(ServerSocket server, String text) throws IOException {
        Socket client = server.accept();
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return client;
    }

    @Test
    void readsTheLinesOfAServerThatComesAndGoes() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            collect(context.socketTextStream("localhost", server.getLocalPort()));
            context.start();
            send(server, "one\ntwo\n").close();
            send(server, "drei\n").close();
            await().until(() -> List.copyOf(seen), List.of("one", "two", "drei")::equals);
        }
    }

    @Test
    void readsWhatTheProgramsOwnConverterMakesOfTheBytes() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            collect(context.socketStream(
                    "localhost",
                    server.getLocalPort(),
                    in -> {
                        List<Integer> bytes = new ArrayList<>();
                        for (int next = in.read(); next >= 0; next = in.read()) {
                            bytes.add(next);
                        }
                        return bytes;
                    },
                    StorageLevel.MEMORY_ONLY));
            context.start();
            send(server, "AB").close();
            await().until(() -> List.copyOf(seen), List.of(65, 66)::equals);
        }
    }

    @Test
    void failsAtStartWhenNobodyKnowsTheHost() {
        context.socketTextStream("no-such-host.invalid", 9999).print();
        MillraceException failure = assertThrows(MillraceException.class, context::start);
        assertEquals(ErrorCode.NETWORK, failure.code());
        assertTrue(failure.getMessage().contains("no-such-host.invalid"), failure::getMessage);
        assertFalse(StreamingContext.getActive().isPresent());
    }

    @Test
    void endsWhenTheServerIsNeverThere() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        context.socketTextStream("localhost", port).print();
        context.start();
        MillraceException failure = assertThrows(MillraceException.class, context::awaitTermination);
        assertEquals(ErrorCode.NETWORK, failure.code());
        assertTrue(failure.getMessage().contains("localhost:" + port), failure::getMessage);
        assertTrue(failure.getMessage().contains("nc -lk " + port), failure::getMessage);
        assertTrue(failure.getMessage().contains(MillraceConfig.RECEIVER_MAX_FAILURES.key()), failure::getMessage);
    }
}
