package dev.millrace.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.ListInput;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.StreamingContextState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How often each record comes out, with Kafka as source, as sink or as both, when a driver ends at a bad moment and another one
 * goes on. Records 1 and 2 are complete before, the batch with 3 and 4 is the one that the driver ends in, 5 and 6 come after.
 */
@ExtendWith(Kafka.Shared.class)
class KafkaGuaranteesIT {
    private static final AtomicInteger JOBS = new AtomicInteger();
    private static final AtomicBoolean FAILS = new AtomicBoolean();

    /** What an output has written, where nothing takes it back. */
    private static final Queue<String> WRITTEN = new ConcurrentLinkedQueue<>();

    /** Where records come from. */
    private enum Source {
        DIRECT,
        RECEIVER_WITH_LOG,
        FILE_STREAM,
        CUSTOM_RANGE;

        boolean isTopic() {
            return this == DIRECT || this == RECEIVER_WITH_LOG;
        }
    }

    /** Where they go. */
    private enum Sink {
        FOREACH(false),
        FILES(true),
        TRANSACTIONAL(true),
        PLAIN(false);

        private final boolean once;

        Sink(boolean once) {
            this.once = once;
        }
    }

    /** Where the driver ends in the batch. */
    private enum End {
        BEFORE_THE_OUTPUT,
        IN_THE_OUTPUT,
        AFTER_THE_OUTPUT
    }

    @TempDir
    Path folder;

    private final Kafka kafka;
    private final String job = "guarantees-" + JOBS.incrementAndGet();
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final List<MillraceContext> contexts = new ArrayList<>();
    private final List<String> numbers = new CopyOnWriteArrayList<>();
    private String from = "";
    private String to = "";

    KafkaGuaranteesIT(Kafka kafka) {
        this.kafka = kafka;
    }

    @AfterEach
    void stop() {
        StreamingContext.getActive().ifPresent(StreamingContext::stop);
        contexts.forEach(MillraceContext::stop);
    }

    static Stream<Arguments> all() {
        return Stream.of(Source.values())
                .flatMap(source -> Stream.of(Sink.values())
                        .filter(sink -> source.isTopic() || sink == Sink.TRANSACTIONAL || sink == Sink.PLAIN)
                        .flatMap(sink -> Stream.of(End.values()).map(end -> Arguments.of(source, sink, end))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachRecordComesOutAsOftenAsIsPromised(Source source, Sink sink, End end) throws Exception {
        WRITTEN.clear();
        Files.createDirectories(folder.resolve("in"));
        Files.createDirectories(folder.resolve("out"));
        from = kafka.topic(2);
        to = kafka.topic(2);

        FAILS.set(true);
        StreamingContext first = start(source, sink, end);
        send(source, "1", "2");
        tickUntil(first, () -> written(sink).containsAll(List.of("1", "2")));
        send(source, "3", "4");
        tickUntil(first, () -> false);

        FAILS.set(false);
        StreamingContext second = start(source, sink, end);
        send(source, "5", "6");
        tickUntil(second, () -> written(sink).containsAll(List.of("5", "6")));
        second.stop(true, true);

        List<String> written = written(sink);
        assertEquals(Set.of("1", "2", "3", "4", "5", "6"), new TreeSet<>(written), "at least once");
        if (sink.once) {
            assertEquals(6, written.size(), "exactly once: " + written);
        } else if (end == End.AFTER_THE_OUTPUT) {
            assertEquals(8, written.size(), "the batch comes out again: " + written);
        }
    }

    private StreamingContext start(Source source, Sink sink, End end) {
        MillraceContext context = new MillraceContext(new MillraceConf(false)
                .setMaster("local[2]")
                .setAppName(job)
                .set("millrace.task.maxFailures", "1")
                .set("millrace.streaming.receiver.writeAheadLog.enable", "true"));
        contexts.add(context);
        StreamingContext streaming = new StreamingContext(context, Durations.milliseconds(200), clock);
        streaming.checkpoint(folder.resolve("checkpoint").toString());
        DStream<String> records = stream(source, streaming);
        if (end == End.BEFORE_THE_OUTPUT) {
            failing(records);
        }
        boolean inOutput = end == End.IN_THE_OUTPUT;
        save(
                records.map(record -> {
                    if (inOutput && record.equals("4") && FAILS.get()) {
                        throw new IllegalStateException("the driver ends");
                    }
                    return record;
                }),
                sink);
        if (end == End.AFTER_THE_OUTPUT) {
            failing(records);
        }
        streaming.start();
        return streaming;
    }

    private DStream<String> stream(Source source, StreamingContext streaming) {
        if (source == Source.FILE_STREAM) {
            return streaming.textFileStream(folder.resolve("in").toString());
        }
        if (source == Source.CUSTOM_RANGE) {
            return new ListInput(streaming, numbers);
        }
        Map<String, Object> reading = kafka.consumerParams(job);
        reading.put("isolation.level", "read_committed");
        if (source == Source.RECEIVER_WITH_LOG) {
            return KafkaUtils.<String, String>createStream(
                            streaming, reading, Map.of(from, 1), StorageLevel.MEMORY_AND_DISK_SER)
                    .map(Tuple2::_2);
        }
        Map<TopicPartition, Long> beginning = new HashMap<>();
        for (int partition = 0; partition < 2; partition++) {
            beginning.put(new TopicPartition(from, partition), 0L);
        }
        return KafkaUtils.createDirectStream(
                        streaming,
                        LocationStrategies.PreferConsistent(),
                        ConsumerStrategies.<String, String>Subscribe(List.of(from), reading, beginning))
                .map(ConsumerRecord::value);
    }

    private void save(DStream<String> records, Sink sink) {
        switch (sink) {
            case FOREACH -> records.foreachRDD(rdd -> rdd.foreach(record -> WRITTEN.add(record)));
            case FILES -> records.saveAsTextFiles(folder.resolve("out/batch").toString());
            case TRANSACTIONAL ->
                KafkaSink.<String, String>exactlyOnce("out", to, kafka.producerParams())
                        .saveValues(records);
            case PLAIN ->
                KafkaSink.<String, String>atLeastOnce(to, kafka.producerParams())
                        .saveValues(records);
        }
    }

    private static void failing(DStream<String> records) {
        records.foreachRDD(rdd -> {
            if (FAILS.get() && rdd.collect().contains("3")) {
                throw new IllegalStateException("the driver ends");
            }
        });
    }

    private void send(Source source, String one, String other) throws Exception {
        if (source == Source.FILE_STREAM) {
            Path made = Files.writeString(folder.resolve("made"), one + "\n" + other + "\n");
            Files.move(made, folder.resolve("in/from-" + one), StandardCopyOption.ATOMIC_MOVE);
        } else if (source == Source.CUSTOM_RANGE) {
            numbers.addAll(List.of(one, other));
        } else {
            kafka.transaction(from, 0, true, one, other); // so that one batch has both
        }
        if (source == Source.RECEIVER_WITH_LOG) { // what is not confirmed may come twice
            long sent = Long.parseLong(other) / 2 * 3 - 1; // a transaction has a mark after its two records
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> kafka.groupOffsets(job).getOrDefault(new TopicPartition(from, 0), 0L) >= sent);
        }
    }

    /** Lets batches run until that is so, or the context has ended. */
    private void tickUntil(StreamingContext streaming, BooleanSupplier enough) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (streaming.queuedBatches() == 0) {
                        clock.advance(200);
                    }
                    return enough.getAsBoolean() || streaming.getState() == StreamingContextState.STOPPED;
                });
    }

    /** Each record as often as it was written. */
    private List<String> written(Sink sink) {
        return switch (sink) {
            case FOREACH -> List.copyOf(WRITTEN);
            case FILES -> files();
            case TRANSACTIONAL, PLAIN -> kafka.committedValues(to);
        };
    }

    private List<String> files() {
        List<String> found = new ArrayList<>();
        try (Stream<Path> batches = Files.list(folder.resolve("out"))) {
            for (Path batch : batches.filter(
                            path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                try (Stream<Path> files = Files.list(batch)) {
                    for (Path file : files.filter(
                                    path -> path.getFileName().toString().startsWith("part-"))
                            .toList()) {
                        found.addAll(Files.readAllLines(file));
                    }
                }
            }
        } catch (IOException e) {
            return List.of(); // a directory was moved meanwhile
        }
        return found;
    }
}
