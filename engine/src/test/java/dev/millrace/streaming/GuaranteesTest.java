package dev.millrace.streaming;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.receiver.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How often each record comes out, for each source and each kind of output, when a driver ends at a bad moment and another one
 * goes on. Records 1 and 2 are complete before, the batch with 3 and 4 is the one that the driver ends in, 5 and 6 come after.
 */
class GuaranteesTest {
    private static final Duration BATCH = Durations.milliseconds(100);

    /** What the outside world has sent and no receiver has taken; what an output has written, where nothing takes it back. */
    private static final BlockingQueue<Long> SENT = new LinkedBlockingQueue<>();

    private static final Queue<Long> WRITTEN = new ConcurrentLinkedQueue<>();
    private static final AtomicBoolean FAILS = new AtomicBoolean();

    /** Where records come from. */
    private enum Source {
        CUSTOM_RANGE,
        FILE_STREAM,
        QUEUE,
        UNRELIABLE_RECEIVER,
        RELIABLE_RECEIVER;

        boolean canBeReadAgain() {
            return this == CUSTOM_RANGE || this == FILE_STREAM;
        }
    }

    /** Where they go. */
    private enum Sink {
        FOREACH,
        FILES
    }

    /** Where the driver ends in the batch. */
    private enum End {
        BEFORE_THE_OUTPUT,
        IN_THE_OUTPUT,
        AFTER_THE_OUTPUT
    }

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Ledger ledger = new Ledger();
    private final List<MillraceContext> contexts = new ArrayList<>();
    private Queue<RDD<Long>> queue = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void nothingIsThere() throws IOException {
        SENT.clear();
        WRITTEN.clear();
        Files.createDirectories(folder.resolve("in"));
        Files.createDirectories(folder.resolve("out"));
    }

    @AfterEach
    void stop() {
        StreamingContext.getActive().ifPresent(StreamingContext::stop);
        contexts.forEach(MillraceContext::stop);
    }

    static Stream<Arguments> all() {
        return Stream.of(Source.values())
                .flatMap(source -> Stream.of(Sink.values())
                        .flatMap(sink -> Stream.of(End.values()).map(end -> Arguments.of(source, sink, end))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachRecordComesOutAsOftenAsIsPromised(Source source, Sink sink, End end) throws Exception {
        FAILS.set(true);
        StreamingContext first = start(source, sink, end);
        send(source, first, 1, 2);
        tickUntil(first, () -> written(sink).containsAll(List.of(1L, 2L)));
        send(source, first, 3, 4);
        tickUntil(first, () -> false);
        assertEquals(StreamingContextState.STOPPED, first.getState());

        FAILS.set(false);
        queue = new ConcurrentLinkedQueue<>(); // what a program had in its memory is gone with it
        StreamingContext second = start(source, sink, end);
        send(source, second, 5, 6);
        tickUntil(second, () -> written(sink).containsAll(List.of(5L, 6L)));
        second.stop(true, true);
        verify(source, sink, end, written(sink));
    }

    private static void verify(Source source, Sink sink, End end, List<Long> written) {
        Set<Long> different = new TreeSet<>(written);
        if (source.canBeReadAgain()) {
            assertEquals(Set.of(1L, 2L, 3L, 4L, 5L, 6L), different, "at least once");
            if (sink == Sink.FILES) {
                assertEquals(6, written.size(), "exactly once: " + written);
            } else if (end == End.AFTER_THE_OUTPUT) {
                assertEquals(8, written.size(), "foreachRDD sees the batch again: " + written);
            }
            return;
        }
        assertEquals(different.size(), written.size(), "at most once: " + written);
        assertTrue(different.containsAll(List.of(1L, 2L, 5L, 6L)), written.toString());
        if (end == End.BEFORE_THE_OUTPUT) {
            assertEquals(Set.of(1L, 2L, 5L, 6L), different, "nothing could bring back what was lost with the driver");
        }
    }

    private StreamingContext start(Source source, Sink sink, End end) {
        MillraceContext context = new MillraceContext(new MillraceConf(false)
                .setMaster("local[2]")
                .setAppName("guarantees")
                .set("millrace.task.maxFailures", "1"));
        contexts.add(context);
        StreamingContext streaming = new StreamingContext(context, BATCH, clock);
        if (source != Source.QUEUE) { // it would not go on from a checkpoint
            streaming.checkpoint(folder.resolve("checkpoint").toString());
        }
        DStream<Long> records = stream(source, streaming);
        if (end == End.BEFORE_THE_OUTPUT) {
            failing(records);
        }
        boolean inOutput = end == End.IN_THE_OUTPUT;
        DStream<Long> written = records.map(record -> {
            if (inOutput && record == 4 && FAILS.get()) {
                throw new IllegalStateException("the driver ends");
            }
            return record;
        });
        if (sink == Sink.FOREACH) {
            written.foreachRDD(rdd -> rdd.foreach(record -> WRITTEN.add(record)));
        } else {
            written.saveAsTextFiles(folder.resolve("out/batch").toString());
        }
        if (end == End.AFTER_THE_OUTPUT) {
            failing(records);
        }
        streaming.start();
        return streaming;
    }

    private static void failing(DStream<Long> records) {
        records.foreachRDD(rdd -> {
            if (FAILS.get() && rdd.collect().contains(3L)) {
                throw new IllegalStateException("the driver ends");
            }
        });
    }

    private DStream<Long> stream(Source source, StreamingContext streaming) {
        return switch (source) {
            case CUSTOM_RANGE -> new Ledger.Reader(streaming, ledger);
            case FILE_STREAM ->
                streaming.textFileStream(folder.resolve("in").toString()).map(Long::parseLong);
            case QUEUE -> streaming.queueStream(queue);
            case UNRELIABLE_RECEIVER -> streaming.receiverStream(new Taking(false));
            case RELIABLE_RECEIVER -> streaming.receiverStream(new Taking(true));
        };
    }

    /** Takes what was sent; a reliable one waits until the engine has it. */
    private static final class Taking extends Receiver<Long> {
        private final boolean reliable;

        Taking(boolean reliable) {
            super(StorageLevel.MEMORY_AND_DISK_SER_2);
            this.reliable = reliable;
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
                    Long record = SENT.poll(10, TimeUnit.MILLISECONDS);
                    if (record != null && reliable) {
                        store(List.of(record));
                    } else if (record != null) {
                        store(record);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onStop() {}
    }

    private void send(Source source, StreamingContext streaming, long one, long other) throws IOException {
        switch (source) {
            case CUSTOM_RANGE -> ledger.add(one, other);
            case FILE_STREAM -> {
                Path made = Files.writeString(folder.resolve("made"), one + "\n" + other + "\n");
                Files.move(made, folder.resolve("in/from-" + one), StandardCopyOption.ATOMIC_MOVE);
            }
            case QUEUE -> queue.add(streaming.millraceContext().parallelize(List.of(one, other), 2));
            case UNRELIABLE_RECEIVER, RELIABLE_RECEIVER -> Collections.addAll(SENT, one, other);
        }
    }

    /** Lets batches run until that is so, or the context has ended. */
    private void tickUntil(StreamingContext streaming, BooleanSupplier enough) {
        await().atMost(java.time.Duration.ofSeconds(30))
                .pollInterval(java.time.Duration.ofMillis(20))
                .until(() -> {
                    if (streaming.queuedBatches() == 0) {
                        clock.advance(BATCH.milliseconds());
                    }
                    return enough.getAsBoolean() || streaming.getState() == StreamingContextState.STOPPED;
                });
    }

    private static boolean isPublished(Path file) {
        return file.getFileName().toString().startsWith("part-")
                && !file.getParent().getFileName().toString().startsWith(".");
    }

    /** Each record as often as it was written. */
    private List<Long> written(Sink sink) {
        if (sink == Sink.FOREACH) {
            return List.copyOf(WRITTEN);
        }
        Collection<Long> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.filter(GuaranteesTest::isPublished).toList()) {
                Files.readAllLines(file).forEach(line -> found.add(Long.valueOf(line)));
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of(); // a directory was moved meanwhile
        }
        return List.copyOf(found);
    }
}
