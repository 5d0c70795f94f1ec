package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Kafka.Shared.class)
class KafkaReceiverIT {
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private final Kafka kafka;
    private final String group = "receivers-" + GROUPS.incrementAndGet();
    private final Collection<Tuple2<String, String>> received = new ConcurrentLinkedQueue<>();

    KafkaReceiverIT(Kafka kafka) {
        this.kafka = kafka;
    }

    @TempDir
    Path folder;

    /** With a checkpoint, and batches only when the clock of the test goes on. */
    private StreamingContext context(ManualClock clock, boolean log) {
        MillraceConf conf = new MillraceConf()
                .setMaster("local[2]")
                .setAppName("receiver")
                .set("millrace.streaming.receiver.writeAheadLog.enable", String.valueOf(log));
        StreamingContext context = new StreamingContext(new MillraceContext(conf), Durations.milliseconds(100), clock);
        context.checkpoint(folder.toString());
        return context;
    }

    private void receive(StreamingContext context, String topic) {
        KafkaUtils.createStream(context, kafka.servers(), group, Map.of(topic, 1))
                .foreachRDD(rdd -> {
                    received.addAll(rdd.collect());
                });
        context.start();
    }

    private void awaitCommitted(String topic, long offset) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Map.of(new TopicPartition(topic, 0), offset).equals(kafka.groupOffsets(group)));
    }

    private void tickUntilReceived(ManualClock clock, String value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    clock.advance(100);
                    return values().contains(value);
                });
    }

    /** What a group has committed is never sent again: driver and executor, which are one here, end before a batch has it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasCommittedOutlivesDriverAndExecutorByTheLogAlone(boolean log) throws Exception {
        ManualClock clock = new ManualClock(1_700_000_000_000L);
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "b", "c");
        try (StreamingContext context = context(clock, log)) {
            receive(context, topic);
            awaitCommitted(topic, 3);
        }
        assertEquals(List.of(), values());
        try (StreamingContext context = context(clock, log)) {
            receive(context, topic);
            kafka.send(topic, 0, "d");
            tickUntilReceived(clock, "d");
        }
        assertEquals(log ? List.of("a", "b", "c", "d") : List.of("d"), values());
    }

    @Test
    void offsetsOfWhatCannotBeLoggedAreNotCommitted() throws Exception {
        ManualClock clock = new ManualClock(1_700_000_000_000L);
        String topic = kafka.topic(1);
        Path logged = folder.resolve("received");
        try (StreamingContext context = context(clock, true)) {
            receive(context, topic);
            Files.deleteIfExists(logged);
            Files.createFile(logged); // where a directory is needed
            kafka.send(topic, 0, "a", "b");
            MillraceException failure = assertThrows(MillraceException.class, context::awaitTermination);
            assertTrue(failure.getMessage().contains("cannot write received blocks"), failure.getMessage());
        }
        assertEquals(Map.of(), kafka.groupOffsets(group));
        Files.delete(logged);
        try (StreamingContext context = context(clock, true)) {
            receive(context, topic);
            tickUntilReceived(clock, "b");
            awaitCommitted(topic, 2);
        }
        assertEquals(List.of("a", "b"), values());
    }

    private static StreamingContext context() {
        return new StreamingContext(
                new MillraceConf()
                        .setMaster("local[2]")
                        .setAppName("receiver")
                        .set("millrace.streaming.receiverRestartDelay", "100ms"),
                Durations.milliseconds(100));
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        received.forEach(pair -> values.add(pair._2()));
        values.sort(null);
        return values;
    }

    @Test
    void offsetsAreCommittedOnceRecordsAreKeptAndTheNextStartGoesOn() throws Exception {
        String topic = kafka.topic(2);
        kafka.send(topic, 0, "a", "b");
        kafka.send(topic, 1, "c");
        for (String more : List.of("d", "e")) {
            try (StreamingContext context = context()) {
                KafkaUtils.createStream(context, kafka.servers(), group, Map.of(topic, 2))
                        .foreachRDD(rdd -> {
                            received.addAll(rdd.collect());
                        });
                context.start();
                int before = more.equals("d") ? 3 : 4;
                Awaitility.await().until(() -> received.size() >= before);
                kafka.send(topic, 1, more);
                Awaitility.await().until(() -> values().contains(more));
                context.stop(true, true);
            }
        }
        assertEquals(List.of("a", "b", "c", "d", "e"), values());
        assertEquals(
                Map.of(new TopicPartition(topic, 0), 2L, new TopicPartition(topic, 1), 3L), kafka.groupOffsets(group));
    }

    @Test
    void aRecordThatCannotBeReadStartsTheReceiverAgainAndLosesNothing() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "1", "2", "no number", "3");
        FailsOnce.failures.set(0);
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("value.deserializer", FailsOnce.class.getName());
        try (StreamingContext context = context()) {
            KafkaUtils.<String, String>createStream(context, params, Map.of(topic, 1), StorageLevel.MEMORY_ONLY)
                    .foreachRDD(rdd -> {
                        received.addAll(rdd.collect());
                    });
            context.start();
            Awaitility.await().until(() -> values().size() >= 4);
        }
        assertEquals(1, FailsOnce.failures.get());
        assertEquals(List.of("1", "2", "3", "no number"), values());
    }

    /** Reads strings, and refuses one of them the first time. */
    public static final class FailsOnce implements org.apache.kafka.common.serialization.Deserializer<String> {
        static final AtomicInteger failures = new AtomicInteger();

        @Override
        public String deserialize(String topic, byte[] data) {
            String text = new String(data, java.nio.charset.StandardCharsets.UTF_8);
            if (text.startsWith("no") && failures.compareAndSet(0, 1)) {
                throw new IllegalArgumentException(text);
            }
            return text;
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        try (StreamingContext context = context()) {
            Map<String, Object> params = kafka.consumerParams(group);
            params.remove("group.id");
            assertTrue(assertThrows(
                            MillraceException.class,
                            () -> KafkaUtils.createStream(
                                    context, params, Map.of("topic", 1), StorageLevel.MEMORY_ONLY))
                    .getMessage()
                    .contains("group.id"));
            assertTrue(assertThrows(
                            MillraceException.class,
                            () -> KafkaUtils.createStream(context, kafka.servers(), group, Map.of()))
                    .getMessage()
                    .contains("at least one topic"));
        }
    }
}
