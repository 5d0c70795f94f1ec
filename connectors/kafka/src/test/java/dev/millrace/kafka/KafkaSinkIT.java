package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.Time;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Kafka.Shared.class)
class KafkaSinkIT {
    private static final AtomicInteger JOBS = new AtomicInteger();
    private static final AtomicBoolean FAILS = new AtomicBoolean();
    private static final AtomicReference<KafkaSink<String, String>> NEWER = new AtomicReference<>();

    private final Kafka kafka;
    private final String job = "job-" + JOBS.incrementAndGet();

    KafkaSinkIT(Kafka kafka) {
        this.kafka = kafka;
    }

    private MillraceContext context() {
        return new MillraceContext("local[2]", job);
    }

    private KafkaSink<String, String> exactlyOnce(String topic) {
        return KafkaSink.exactlyOnce("out", topic, kafka.producerParams());
    }

    private List<String> sorted(String topic) {
        List<String> values = new ArrayList<>(kafka.committedValues(topic));
        Collections.sort(values);
        return values;
    }

    private static RDD<String> values(MillraceContext context, int partitions, String... values) {
        return context.parallelize(List.of(values), partitions);
    }

    @Test
    void streamsOfPairsValuesAndRecordsAreWritten() throws Exception {
        String pairs = kafka.topic(1);
        String plain = kafka.topic(1);
        String records = kafka.topic(1);
        try (StreamTestDriver driver = new StreamTestDriver(new MillraceConf().setAppName(job), Durations.seconds(1))) {
            TestInput<String> input = driver.input();
            Map<String, Object> params = kafka.producerParams();
            KafkaSink.<String, String>exactlyOnce("pairs", pairs, params)
                    .save(input.mapToPair(value -> new Tuple2<>("key of " + value, value)));
            KafkaSink.<String, String>atLeastOnce(plain, params).saveValues(input);
            KafkaSink.<String, String>exactlyOnce("records", records, params)
                    .saveRecords(input.map(value -> new ProducerRecord<>(records, "key", value + "!")));
            input.add("a", "b");
            driver.advance();
            input.add("c");
            driver.advance();
            driver.advance();
        }
        assertEquals(List.of("a", "b", "c"), sorted(pairs));
        assertTrue(kafka.committed(pairs).stream().allMatch(r -> r.key().equals("key of " + r.value())));
        assertEquals(List.of("a", "b", "c"), sorted(plain));
        assertEquals(List.of("a!", "b!", "c!"), sorted(records));
    }

    @Test
    void aBatchThatRunsAgainWritesNothing() throws Exception {
        String topic = kafka.topic(1);
        try (MillraceContext context = context()) {
            exactlyOnce(topic).saveValues(values(context, 2, "a", "b"), new Time(1000));
        }
        // a later driver knows nothing but what Kafka tells it
        try (MillraceContext context = context()) {
            KafkaSink<String, String> restarted = exactlyOnce(topic);
            restarted.saveValues(values(context, 2, "a", "b"), new Time(1000));
            restarted.saveValues(values(context, 2, "c", "d"), new Time(2000));
        }
        assertEquals(List.of("a", "b", "c", "d"), sorted(topic));
    }

    /** An executor outlives drivers: with each it would have a producer more for each partition. */
    @Test
    void theWriterOfAnEarlierDriverIsNotKept() throws Exception {
        String topic = kafka.topic(1);
        Awaitility.await().until(() -> TransactionalWriter.idleWriters() == 0);
        try (MillraceContext other = new MillraceContext("local[1]", "keeps writers from being closed")) {
            for (int driver = 1; driver <= 3; driver++) {
                try (MillraceContext context = context()) {
                    exactlyOnce(topic).saveValues(values(context, 2, "a", "b"), new Time(1000L * driver));
                }
                assertEquals(2, TransactionalWriter.idleWriters(), other.appName());
            }
        }
        assertEquals(List.of("a", "a", "a", "b", "b", "b"), sorted(topic));
    }

    @Test
    void twoOutputsCannotHaveOneName() throws Exception {
        String topic = kafka.topic(1);
        try (MillraceContext context = context()) {
            KafkaSink<String, String> sink = exactlyOnce(topic);
            sink.saveValues(values(context, 1, "a"), new Time(1000));
            String twice = assertThrows(
                            MillraceException.class, () -> sink.saveValues(values(context, 1, "b"), new Time(1000)))
                    .getMessage();
            assertTrue(twice.contains("millrace." + job + ".out: written twice in batch 1000 ms"), twice);
            String another = assertThrows(
                            MillraceException.class,
                            () -> exactlyOnce(topic).saveValues(values(context, 1, "c"), new Time(2000)))
                    .getMessage();
            assertTrue(another.contains("its name is its own"), another);
        }
        assertEquals(List.of("a"), sorted(topic));
    }

    @Test
    void atLeastOnceWritesAgain() throws Exception {
        String topic = kafka.topic(1);
        try (MillraceContext context = context()) {
            KafkaSink<String, String> sink = KafkaSink.atLeastOnce(topic, kafka.producerParams());
            sink.saveValues(values(context, 2, "a", "b"), new Time(1000));
            sink.saveValues(values(context, 2, "a", "b"), new Time(1000));
        }
        assertEquals(List.of("a", "a", "b", "b"), sorted(topic));
    }

    @Test
    void aBatchThatFailedHalfwayIsWrittenOnceAfterItRanAgain() throws Exception {
        String topic = kafka.topic(1);
        FAILS.set(true);
        try (MillraceContext context = new MillraceContext(
                new MillraceConf().setMaster("local[1]").setAppName(job).set("millrace.task.maxFailures", "1"))) {
            KafkaSink<String, String> sink = exactlyOnce(topic);
            RDD<String> rdd = values(context, 2, "a", "b", "c", "d").map(value -> {
                if (value.equals("d") && FAILS.get()) {
                    throw new IllegalStateException("not yet");
                }
                return value;
            });
            assertThrows(MillraceException.class, () -> sink.saveValues(rdd, new Time(1000)));
            assertEquals(List.of("a", "b"), sorted(topic)); // the partition of c and d is taken back as a whole
            FAILS.set(false);
            sink.saveValues(rdd, new Time(1000));
        }
        assertEquals(List.of("a", "b", "c", "d"), sorted(topic));
    }

    @Test
    void aTaskThatFailsOnceIsRepeatedAndWritesOnce() throws Exception {
        String topic = kafka.topic(1);
        FAILS.set(true);
        try (MillraceContext context = context()) {
            exactlyOnce(topic)
                    .saveValues(
                            values(context, 1, "a", "b").map(value -> {
                                if (value.equals("b") && FAILS.getAndSet(false)) {
                                    throw new IllegalStateException("once");
                                }
                                return value;
                            }),
                            new Time(1000));
        }
        assertEquals(List.of("a", "b"), sorted(topic));
    }

    @Test
    void anOlderDriverIsRefusedOnceANewerOneHasWritten() throws Exception {
        String topic = kafka.topic(1);
        try (MillraceContext olderDriver = context();
                MillraceContext newerDriver = context()) {
            KafkaSink<String, String> older = exactlyOnce(topic);
            KafkaSink<String, String> newer = exactlyOnce(topic);
            assertRefused(older, olderDriver, newer, newerDriver, "a driver that started later has taken it over");
        }
        assertEquals(List.of("a", "b", "c"), kafka.committedValues(topic));
    }

    /** Its clock is ahead, or its program made the sink late: what counts is the epoch that the checkpoint gave. */
    @Test
    void anOlderDriverOfTheSameCheckpointIsRefusedThoughItsSinkWasMadeLater() throws Exception {
        String topic = kafka.topic(1);
        try (MillraceContext olderDriver = context();
                MillraceContext newerDriver = context()) {
            olderDriver.setDriverEpoch(Optional.of(new DriverEpoch("cafe", 1)));
            newerDriver.setDriverEpoch(Optional.of(new DriverEpoch("cafe", 2)));
            KafkaSink<String, String> newer = exactlyOnce(topic);
            KafkaSink<String, String> older = exactlyOnce(topic);
            assertRefused(older, olderDriver, newer, newerDriver, "has taken it over: epoch 2; this one is epoch 1");
        }
        assertEquals(List.of("a", "b", "c"), kafka.committedValues(topic));
    }

    /** What the older driver writes after the newer one; the values a, b and c are written. */
    private static void assertRefused(
            KafkaSink<String, String> older,
            MillraceContext olderDriver,
            KafkaSink<String, String> newer,
            MillraceContext newerDriver,
            String expected) {
        older.saveValues(values(olderDriver, 1, "a"), new Time(1000));
        newer.saveValues(values(newerDriver, 1, "b"), new Time(2000));
        String message = assertThrows(
                        MillraceException.class,
                        () -> older.saveValues(values(olderDriver, 1, "zombie"), new Time(3000)))
                .getMessage();
        assertTrue(message.contains(expected), message);
        newer.saveValues(values(newerDriver, 1, "c"), new Time(3000));
    }

    @Test
    void aCheckpointThatWasMadeAnewBeginsWithEpochOneAgain() throws Exception {
        String topic = kafka.topic(1);
        try (MillraceContext before = context();
                MillraceContext after = context()) {
            before.setDriverEpoch(Optional.of(new DriverEpoch("cafe", 7)));
            after.setDriverEpoch(Optional.of(new DriverEpoch("beef", 1)));
            exactlyOnce(topic).saveValues(values(before, 1, "a"), new Time(1000));
            exactlyOnce(topic).saveValues(values(after, 1, "b"), new Time(2000));
        }
        assertEquals(List.of("a", "b"), kafka.committedValues(topic));
    }

    @Test
    void whatAnOlderDriverWasWritingIsTakenBack() throws Exception {
        String topic = kafka.topic(1);
        try (MillraceContext context = context()) {
            KafkaSink<String, String> older = exactlyOnce(topic);
            NEWER.set(exactlyOnce(topic));
            String name = job;
            RDD<String> interrupted = context.parallelize(List.of(1, 2), 1).map(value -> {
                KafkaSink<String, String> newer = NEWER.get();
                if (value == 2 && newer != null) { // in the middle of the older one's transaction
                    NEWER.set(null);
                    try (MillraceContext newerDriver = new MillraceContext("local[1]", name)) {
                        newer.saveValues(values(newerDriver, 1, "newer"), new Time(1000));
                    }
                }
                return "older";
            });
            assertThrows(MillraceException.class, () -> older.saveValues(interrupted, new Time(1000)));
        }
        assertEquals(List.of("newer"), kafka.committedValues(topic));
    }

    @Test
    void aBatchWrittenInPartMustGoOnWithAsManyPartitions() throws Exception {
        String topic = kafka.topic(1);
        FAILS.set(true);
        try (MillraceContext context = new MillraceContext(
                new MillraceConf().setMaster("local[1]").setAppName(job).set("millrace.task.maxFailures", "1"))) {
            KafkaSink<String, String> sink = exactlyOnce(topic);
            RDD<String> inPart = values(context, 3, "a", "b", "c").map(value -> {
                if (value.equals("c") && FAILS.get()) {
                    throw new IllegalStateException("not yet");
                }
                return value;
            });
            assertThrows(MillraceException.class, () -> sink.saveValues(inPart, new Time(1000)));
            try (MillraceContext restarted = context()) {
                String message = assertThrows(
                                MillraceException.class,
                                () -> exactlyOnce(topic)
                                        .saveValues(values(restarted, 2, "a", "b", "c"), new Time(1000)))
                        .getMessage();
                assertTrue(message.contains("2 of 3 partitions of batch 1000 ms are written"), message);
            }
        }
        try (MillraceContext restarted = context()) {
            KafkaSink<String, String> withAsMany = exactlyOnce(topic);
            withAsMany.saveValues(values(restarted, 3, "a", "b", "c"), new Time(1000));
            withAsMany.saveValues(values(restarted, 2, "d"), new Time(2000)); // later batches may have others
        }
        assertEquals(List.of("a", "b", "c", "d"), sorted(topic));
    }

    @Test
    void whatIsWrongIsNamedWhereTheSinkIsMade() {
        Map<String, Object> params = kafka.producerParams();
        params.put("transactional.id", "mine");
        assertTrue(assertThrows(MillraceException.class, () -> KafkaSink.exactlyOnce("out", "topic", params))
                .getMessage()
                .contains("transactional.id"));
        assertTrue(assertThrows(
                        MillraceException.class,
                        () -> KafkaSink.exactlyOnce("my output", "topic", kafka.producerParams()))
                .getMessage()
                .contains("my output"));
        assertTrue(assertThrows(MillraceException.class, () -> KafkaSink.atLeastOnce("topic", Map.of()))
                .getMessage()
                .contains("bootstrap.servers"));
    }

    @Test
    void anOffsetOfAnotherProgramIsNotTakenForAMark() throws Exception {
        String topic = kafka.topic(1);
        String group = "millrace." + job + ".out.0";
        try (var admin = kafka.admin();
                MillraceContext context = context()) {
            admin.alterConsumerGroupOffsets(
                            group,
                            Map.of(
                                    new org.apache.kafka.common.TopicPartition(topic, 0),
                                    new org.apache.kafka.clients.consumer.OffsetAndMetadata(5, "theirs")))
                    .all()
                    .get();
            String message = assertThrows(
                            MillraceException.class,
                            () -> exactlyOnce(topic).saveValues(values(context, 1, "a"), new Time(1000)))
                    .getMessage();
            assertTrue(message.contains(group) && message.contains("no mark of this sink"), message);
        }
    }
}
