package dev.millrace.cassandra;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.ListInput;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.StreamingContextState;
import dev.millrace.streaming.receiver.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table has each row as if its batch had run once, when a driver ends at a bad moment and another one goes on. */
@ExtendWith(Cassandra.Shared.class)
class CassandraGuaranteesIT {
    private static final AtomicBoolean FAILS = new AtomicBoolean();
    private static final long INTERVAL = 200;

    /** What the outside world has sent and no receiver has taken. */
    private static final BlockingQueue<String> SENT = new LinkedBlockingQueue<>();

    /** How much of it receivers have heard to be kept. */
    private static final AtomicInteger CONFIRMED = new AtomicInteger();

    /** Where records come from. */
    private enum Source {
        FILE_STREAM,
        CUSTOM_RANGE,
        RECEIVER_WITH_LOG
    }

    /** Where the driver ends in the batch. */
    private enum End {
        BEFORE_THE_OUTPUT,
        IN_THE_OUTPUT,
        AFTER_THE_OUTPUT
    }

    @TempDir
    Path folder;

    private final Cassandra cassandra;
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final List<MillraceContext> contexts = new ArrayList<>();
    private final List<String> numbers = new CopyOnWriteArrayList<>();
    private String table = "";

    CassandraGuaranteesIT(Cassandra cassandra) {
        this.cassandra = cassandra;
    }

    @AfterEach
    void stop() {
        StreamingContext.getActive().ifPresent(StreamingContext::stop);
        contexts.forEach(MillraceContext::stop);
    }

    static Stream<Arguments> all() {
        return Stream.of(Source.values())
                .flatMap(source -> Stream.of(End.values()).map(end -> Arguments.of(source, end)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void rowsAreAsIfEachBatchHadRunOnce(Source source, End end) throws IOException {
        SENT.clear();
        CONFIRMED.set(0);
        table = cassandra.table("id bigint PRIMARY KEY, name text");
        Files.createDirectories(folder.resolve("in"));
        FAILS.set(true);
        StreamingContext first = start(source, end);
        send(source, 1, 2);
        tickUntil(first, () -> names().size() == 2);
        send(source, 3, 4);
        tickUntil(first, () -> false);
        long failed = clock.millis();
        List<String> before = cassandra.rows(table, "id, name, writetime(name)");

        clock.advance(60_000); // what runs again later must not be newer
        FAILS.set(false);
        StreamingContext second = start(source, end);
        send(source, 5, 6);
        tickUntil(second, () -> names().size() == 6);
        second.stop(true, true);

        assertEquals(List.of("1|name 1", "2|name 2", "3|name 3", "4|name 4", "5|name 5", "6|name 6"), names());
        List<String> after = cassandra.rows(table, "id, name, writetime(name)");
        assertTrue(after.containsAll(before), () -> before + " became " + after);
        for (String row : after.subList(2, 4)) {
            long written = Long.parseLong(row.substring(row.lastIndexOf('|') + 1)) / 1000;
            assertTrue(written <= failed, () -> row + " is not of a batch up to " + failed);
        }
    }

    private StreamingContext start(Source source, End end) {
        MillraceContext context = new MillraceContext(cassandra
                .conf()
                .set("millrace.task.maxFailures", "1")
                .set("millrace.streaming.receiver.writeAheadLog.enable", "true"));
        contexts.add(context);
        StreamingContext streaming = new StreamingContext(context, Durations.milliseconds(INTERVAL), clock);
        streaming.checkpoint(folder.resolve("checkpoint").toString());
        DStream<Long> records = stream(source, streaming).map(Long::parseLong);
        if (end == End.BEFORE_THE_OUTPUT) {
            failing(records);
        }
        boolean inOutput = end == End.IN_THE_OUTPUT;
        functions(records.mapToPair(record -> {
                    if (inOutput && record == 4 && FAILS.get()) {
                        throw new IllegalStateException("the driver ends");
                    }
                    return new Tuple2<>(record, "name " + record);
                }))
                .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Long.class, String.class))
                .withColumnSelector(someColumns("id", "name"))
                .saveToCassandra();
        if (end == End.AFTER_THE_OUTPUT) {
            failing(records);
        }
        streaming.start();
        return streaming;
    }

    private DStream<String> stream(Source source, StreamingContext streaming) {
        return switch (source) {
            case FILE_STREAM -> streaming.textFileStream(folder.resolve("in").toString());
            case CUSTOM_RANGE -> new ListInput(streaming, numbers);
            case RECEIVER_WITH_LOG -> streaming.receiverStream(new Taking());
        };
    }

    /** Takes what was sent, and goes on when the engine has it. */
    private static final class Taking extends Receiver<String> {
        Taking() {
            super(StorageLevel.MEMORY_AND_DISK_SER);
        }

        @Override
        public void onStart() {
            Thread thread = new Thread(this::take, "taking");
            thread.setDaemon(true);
            thread.start();
        }

        private void take() {
            try {
                while (!isStopped()) {
                    String record = SENT.poll(10, TimeUnit.MILLISECONDS);
                    if (record != null) {
                        List<String> both = List.of(record, SENT.take());
                        store(both);
                        CONFIRMED.addAndGet(both.size());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onStop() {}
    }

    private static void failing(DStream<Long> records) {
        records.foreachRDD(rdd -> {
            if (FAILS.get() && rdd.collect().contains(3L)) {
                throw new IllegalStateException("the driver ends");
            }
        });
    }

    private void send(Source source, long one, long other) throws IOException {
        if (source == Source.CUSTOM_RANGE) {
            numbers.addAll(List.of(String.valueOf(one), String.valueOf(other)));
            return;
        }
        if (source == Source.RECEIVER_WITH_LOG) {
            SENT.addAll(List.of(String.valueOf(one), String.valueOf(other)));
            await().atMost(Duration.ofSeconds(60)).until(() -> CONFIRMED.get() == other);
            return;
        }
        Path made = Files.writeString(folder.resolve("made"), one + "\n" + other + "\n");
        Files.move(made, folder.resolve("in/from-" + one), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets batches run until that is so, or the context has ended. */
    private void tickUntil(StreamingContext streaming, BooleanSupplier enough) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (streaming.queuedBatches() == 0) {
                        clock.advance(INTERVAL);
                    }
                    return enough.getAsBoolean() || streaming.getState() == StreamingContextState.STOPPED;
                });
    }

    private List<String> names() {
        return cassandra.rows(table, "id, name");
    }
}
