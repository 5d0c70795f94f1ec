package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.InputDStream;
import dev.millrace.streaming.receiver.Receiver;
import dev.millrace.testing.StreamTestDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Kafka.Shared.class)
class DirectStreamIT {
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private final Kafka kafka;
    private final String group = "group-" + GROUPS.incrementAndGet();

    DirectStreamIT(Kafka kafka) {
        this.kafka = kafka;
    }

    private static StreamTestDriver driver() {
        return new StreamTestDriver(
                new MillraceConf().set("millrace.streaming.kafka.consumer.pollTimeout", "20s"), Durations.seconds(1));
    }

    private InputDStream<ConsumerRecord<String, String>> subscribe(StreamTestDriver driver, String topic) {
        return stream(driver, ConsumerStrategies.Subscribe(List.of(topic), kafka.consumerParams(group)));
    }

    private static InputDStream<ConsumerRecord<String, String>> stream(
            StreamTestDriver driver, ConsumerStrategy<String, String> strategy) {
        return KafkaUtils.createDirectStream(driver.context(), LocationStrategies.PreferConsistent(), strategy);
    }

    private static List<List<String>> values(StreamTestDriver driver, DStream<ConsumerRecord<String, String>> stream) {
        return driver.collect(stream.map(ConsumerRecord::value));
    }

    private static void advanceUntil(StreamTestDriver driver, BooleanSupplier reached) {
        int tries = 0;
        while (!reached.getAsBoolean()) {
            assertTrue(tries++ < 1000, "not reached");
            driver.advance();
        }
    }

    private static MillraceException failure(StreamTestDriver driver) {
        MillraceException e = assertThrows(MillraceException.class, driver::advance);
        assertTrue(e.code() == ErrorCode.SOURCE || e.code() == ErrorCode.TASK_FAILED, e.toString());
        return e;
    }

    @Test
    void eachBatchHasWhatCameSinceTheOneBefore() throws Exception {
        String topic = kafka.topic(2);
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values = values(driver, subscribe(driver, topic));
            kafka.send(topic, 0, "a", "b");
            driver.advance();
            driver.advance();
            kafka.send(topic, 1, "c");
            kafka.send(topic, 0, "d");
            driver.advance();
            assertEquals(List.of(List.of("a", "b"), List.of(), List.of("d", "c")), values);
        }
    }

    @Test
    void aBatchKnowsItsRanges() throws Exception {
        String topic = kafka.topic(2);
        kafka.send(topic, 0, "a", "b");
        List<List<OffsetRange>> ranges = new ArrayList<>();
        try (StreamTestDriver driver = driver()) {
            subscribe(driver, topic).inputDStream().foreachRDD(rdd -> {
                ranges.add(List.of(((HasOffsetRanges) rdd.rdd()).offsetRanges()));
            });
            driver.advance();
            kafka.send(topic, 1, "c");
            driver.advance();
        }
        assertEquals(
                List.of(
                        List.of(OffsetRange.create(topic, 0, 0, 2), OffsetRange.create(topic, 1, 0, 0)),
                        List.of(OffsetRange.create(topic, 0, 2, 2), OffsetRange.create(topic, 1, 0, 1))),
                ranges);
    }

    @Test
    void severalOutputsReadTheSameRange() throws Exception {
        String topic = kafka.topic(1);
        try (StreamTestDriver driver = driver()) {
            InputDStream<ConsumerRecord<String, String>> stream = subscribe(driver, topic);
            List<List<String>> first = values(driver, stream);
            List<List<String>> second = values(driver, stream);
            for (String value : List.of("a", "b", "c")) {
                kafka.send(topic, 0, value);
                driver.advance();
            }
            assertEquals(List.of(List.of("a"), List.of("b"), List.of("c")), first);
            assertEquals(first, second);
        }
    }

    @Test
    void rangesOfManyFetchesAreReadWhole() throws Exception {
        String topic = kafka.topic(1);
        String[] values = new String[20_000];
        Arrays.setAll(values, String::valueOf);
        kafka.send(topic, 0, values);
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("max.poll.records", 777);
        MillraceConf conf = new MillraceConf().set("millrace.streaming.kafka.maxRatePerPartition", "5001");
        try (StreamTestDriver driver = new StreamTestDriver(conf, Durations.seconds(1))) {
            List<List<String>> batches =
                    values(driver, stream(driver, ConsumerStrategies.Subscribe(List.of(topic), params)));
            driver.advance(4);
            assertEquals(
                    List.of(5001, 5001, 5001, 4997),
                    batches.stream().map(List::size).toList());
            assertEquals(List.of(values), batches.stream().flatMap(List::stream).toList());
        }
    }

    @Test
    void backpressureLimitsTheFirstBatchAlready() throws Exception {
        String topic = kafka.topic(2);
        String[] values = new String[500];
        Arrays.setAll(values, String::valueOf);
        kafka.send(topic, 0, values);
        kafka.send(topic, 1, values);
        MillraceConf conf = new MillraceConf()
                .set("millrace.streaming.backpressure.enabled", "true")
                .set("millrace.streaming.backpressure.initialRate", "200");
        try (StreamTestDriver driver = new StreamTestDriver(conf, Durations.seconds(1))) {
            List<List<String>> batches = values(
                    driver, stream(driver, ConsumerStrategies.Subscribe(List.of(topic), kafka.consumerParams(group))));
            driver.advance();
            assertEquals(List.of(200), batches.stream().map(List::size).toList());
        }
    }

    // Where a stream begins

    @Test
    void givenOffsetsComeBeforeThoseOfTheGroup() throws Exception {
        String topic = kafka.topic(2);
        kafka.send(topic, 0, "a", "b", "c");
        kafka.send(topic, 1, "x", "y", "z");
        commit(topic, 0, 1);
        commit(topic, 1, 2);
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values = values(
                    driver,
                    stream(
                            driver,
                            ConsumerStrategies.Subscribe(
                                    List.of(topic),
                                    kafka.consumerParams(group),
                                    Map.of(new TopicPartition(topic, 0), 2L))));
            driver.advance();
            assertEquals(List.of(List.of("c", "z")), values);
        }
    }

    private void commit(String topic, int partition, long offset) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    @Test
    void aStreamThatGoesOnReadsWhatCameWhileItWasDown() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "read", "read", "new");
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("auto.offset.reset", "latest");
        try (StreamTestDriver driver = driver();
                Admin admin = kafka.admin()) {
            InputDStream<ConsumerRecord<String, String>> stream = stream(
                    driver,
                    ConsumerStrategies.Subscribe(List.of(topic), params, Map.of(new TopicPartition(topic, 0), 0L)));
            List<List<String>> values = values(driver, stream);
            ((DirectKafkaInputDStream<String, String>) stream)
                    .resume(new OffsetRanges(List.of(OffsetRange.create(topic, 0, 1, 2))));
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            kafka.send(topic, 1, "of a new partition");
            driver.advance();
            assertEquals(List.of(List.of("new", "of a new partition")), values);
        }
    }

    @Test
    void latestBeginsAtTheEnd() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "old");
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("auto.offset.reset", "latest");
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values =
                    values(driver, stream(driver, ConsumerStrategies.Subscribe(List.of(topic), params)));
            driver.advance();
            kafka.send(topic, 0, "new");
            driver.advance();
            assertEquals(List.of(List.of(), List.of("new")), values);
        }
    }

    @Test
    void notToSayWhereToBeginIsAnError() throws Exception {
        String topic = kafka.topic(1);
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("auto.offset.reset", "none");
        try (StreamTestDriver driver = driver()) {
            values(driver, stream(driver, ConsumerStrategies.Subscribe(List.of(topic), params)));
            String message = failure(driver).getMessage();
            assertTrue(message.contains("not said where to begin with [" + topic + "-0]"), message);
        }
    }

    @Test
    void assignReadsThesePartitionsAlone() throws Exception {
        String topic = kafka.topic(3);
        kafka.send(topic, 0, "a");
        kafka.send(topic, 1, "b");
        kafka.send(topic, 2, "c");
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values = values(
                    driver,
                    stream(
                            driver,
                            ConsumerStrategies.Assign(
                                    List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 2)),
                                    kafka.consumerParams(group))));
            driver.advance();
            assertEquals(List.of(List.of("a", "c")), values);
        }
    }

    @Test
    void aStrategyOfTheProgramsMayJoinTheGroup() throws Exception {
        String topic = kafka.topic(2);
        kafka.send(topic, 0, "a");
        kafka.send(topic, 1, "b");
        ConsumerStrategy<String, String> own = new ConsumerStrategy<>() {
            @Override
            public Map<String, Object> executorKafkaParams() {
                return kafka.consumerParams(group);
            }

            @Override
            public Consumer<String, String> onStart(Map<TopicPartition, Long> currentOffsets) {
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(kafka.consumerParams(group));
                consumer.subscribe(List.of(topic));
                return consumer;
            }
        };
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values = values(driver, stream(driver, own));
            driver.advance();
            kafka.send(topic, 1, "c");
            driver.advance();
            assertEquals(List.of(List.of("a", "b"), List.of("c")), values);

            // a second member takes a part of the partitions away
            try (KafkaConsumer<String, String> second = new KafkaConsumer<>(kafka.consumerParams(group))) {
                second.subscribe(List.of(topic));
                MillraceException e = Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () -> {
                                    second.poll(Duration.ofMillis(100));
                                    try {
                                        driver.advance();
                                        return null;
                                    } catch (MillraceException thrown) {
                                        return thrown;
                                    }
                                },
                                thrown -> thrown != null);
                assertTrue(e.getMessage().contains("a group.id of its own"), e.getMessage());
            }
        }
    }

    // Topics that change

    @Test
    void newPartitionsAreReadFromTheirBeginning() throws Exception {
        String topic = kafka.topic(1);
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("auto.offset.reset", "latest");
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values =
                    values(driver, stream(driver, ConsumerStrategies.Subscribe(List.of(topic), params)));
            driver.advance();
            try (Admin admin = kafka.admin()) {
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                        .all()
                        .get();
            }
            kafka.send(topic, 1, "first of the new partition");
            driver.advance();
            assertEquals(List.of(List.of(), List.of("first of the new partition")), values);
        }
    }

    @Test
    void topicsThatMatchLaterAreReadToo() throws Exception {
        String first = kafka.topic(1);
        kafka.send(first, 0, "a");
        String later = first + "-later";
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values = values(
                    driver,
                    stream(
                            driver,
                            ConsumerStrategies.SubscribePattern(
                                    Pattern.compile(first + "(-later)?"), kafka.consumerParams(group))));
            driver.advance();
            try (Admin admin = kafka.admin()) {
                admin.createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic(later, 1, (short) 1)))
                        .all()
                        .get();
            }
            kafka.send(later, 0, "b");
            kafka.send(first, 0, "c");
            driver.advance();
            assertEquals(List.of(List.of("a"), List.of("c", "b")), values);
        }
    }

    @Test
    void aTopicThatDoesNotExistIsNamedAtStart() {
        try (StreamTestDriver driver = driver()) {
            values(driver, subscribe(driver, "no-such-topic"));
            String message = failure(driver).getMessage();
            assertTrue(message.startsWith("Kafka has no no-such-topic"), message);
        }
    }

    @Test
    void aPartitionThatDoesNotExistIsNamedAtStart() throws Exception {
        String topic = kafka.topic(1);
        try (StreamTestDriver driver = driver()) {
            values(
                    driver,
                    stream(
                            driver,
                            ConsumerStrategies.Assign(
                                    List.of(new TopicPartition(topic, 7)), kafka.consumerParams(group))));
            String message = failure(driver).getMessage();
            assertTrue(message.startsWith("Kafka has no " + topic + "-7"), message);
        }
    }

    @Test
    void aTopicThatIsDeletedIsNamed() throws Exception {
        String topic = kafka.topic(1);
        try (StreamTestDriver driver = driver()) {
            values(driver, subscribe(driver, topic));
            driver.advance();
            try (Admin admin = kafka.admin()) {
                admin.deleteTopics(List.of(topic)).all().get();
            }
            String message = failure(driver).getMessage();
            assertTrue(message.contains("Kafka does not have " + topic + " any more"), message);
        }
    }

    @Test
    void aTopicThatWasMadeAnewIsNoticed() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "b", "c");
        for (String policy : List.of("fail", "earliest")) {
            MillraceConf conf = new MillraceConf().set("millrace.streaming.kafka.offsetOutOfRange", policy);
            Map<TopicPartition, Long> beyond = Map.of(new TopicPartition(topic, 0), 10L);
            try (StreamTestDriver driver = new StreamTestDriver(conf, Durations.seconds(1))) {
                List<List<String>> values = values(
                        driver,
                        stream(
                                driver,
                                ConsumerStrategies.Subscribe(List.of(topic), kafka.consumerParams(group), beyond)));
                if (policy.equals("fail")) {
                    String message = failure(driver).getMessage();
                    assertTrue(
                            message.contains("topic " + topic
                                    + ", partition 0: the stream stands at offset 10, available are 0 until 3"),
                            message);
                } else {
                    driver.advance();
                    assertEquals(List.of(List.of("a", "b", "c")), values);
                }
            }
        }
    }

    // Records that are not there

    @Test
    void expiredRecordsAreAnErrorThatNamesThem() throws Exception {
        String topic = kafka.topic(1);
        expire(topic);
        try (StreamTestDriver driver = driver()) {
            values(driver, fromZero(driver, topic));
            String message = failure(driver).getMessage();
            assertTrue(
                    message.contains(
                            "topic " + topic + ", partition 0: offset 0 was wanted (of the range from 0 until 5),"
                                    + " available are 3 until 5. Records expired"),
                    message);
        }
    }

    @Test
    void expiredRecordsArePassedOverWhereThePolicySaysSo() throws Exception {
        String topic = kafka.topic(1);
        expire(topic);
        MillraceConf conf = new MillraceConf().set("millrace.streaming.kafka.offsetOutOfRange", "earliest");
        try (StreamTestDriver driver = new StreamTestDriver(conf, Durations.seconds(1))) {
            List<List<String>> values = values(driver, fromZero(driver, topic));
            driver.advance();
            kafka.send(topic, 0, "f");
            driver.advance();
            assertEquals(List.of(List.of("d", "e"), List.of("f")), values);
        }
    }

    private InputDStream<ConsumerRecord<String, String>> fromZero(StreamTestDriver driver, String topic) {
        return stream(
                driver,
                ConsumerStrategies.Subscribe(
                        List.of(topic), kafka.consumerParams(group), Map.of(new TopicPartition(topic, 0), 0L)));
    }

    private void expire(String topic) throws Exception {
        kafka.send(topic, 0, "a", "b", "c", "d", "e");
        try (Admin admin = kafka.admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }
    }

    @Test
    void compactedTopicsAreReadWithTheirGaps() throws Exception {
        String topic = kafka.topic(
                1,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.bytes", "1048576",
                        "segment.ms", "100",
                        "min.cleanable.dirty.ratio", "0.001"));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(kafka.producerParams())) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>(topic, 0, "key" + i % 3, String.valueOf(i)))
                        .get();
            }
            // Kafka compacts what is not in the segment that it writes to: another one begins with each of these
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        producer.send(new ProducerRecord<>(topic, 0, "tick", "tick"))
                                .get();
                        return kafka.committed(topic).stream()
                                        .filter(record -> record.key().startsWith("key"))
                                        .count()
                                == 3;
                    });
        }
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values =
                    values(driver, fromZero(driver, topic).filter(r -> r.key().startsWith("key")));
            driver.advance();
            assertEquals(Set.of("97", "98", "99"), Set.copyOf(values.get(0)));
            assertEquals(3, values.get(0).size());
        }
    }

    @Test
    void abortedTransactionsAreNotReadAndOpenOnesAreWaitedFor() throws Exception {
        String topic = kafka.topic(1);
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("isolation.level", "read_committed");
        Map<String, Object> transactional = kafka.producerParams();
        transactional.put("transactional.id", group);
        try (StreamTestDriver driver = driver();
                KafkaProducer<String, String> producer = new KafkaProducer<>(transactional)) {
            InputDStream<ConsumerRecord<String, String>> stream =
                    stream(driver, ConsumerStrategies.Subscribe(List.of(topic), params));
            List<List<String>> values = values(driver, stream);
            List<Long> ends = new CopyOnWriteArrayList<>();
            stream.foreachRDD(rdd -> {
                ends.add(((HasOffsetRanges) rdd).offsetRanges()[0].untilOffset());
            });
            kafka.transaction(topic, 0, false, "never", "never");
            kafka.transaction(topic, 0, true, "a", "b");
            kafka.transaction(topic, 0, false, "never");
            kafka.committed(topic); // until all are decided
            driver.advance();

            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, "c")).get();
            kafka.send(topic, 0, "d");
            driver.advance();
            assertEquals(List.of(List.of("a", "b"), List.of()), values);
            producer.commitTransaction(); // returns before readers see it
            advanceUntil(driver, () -> values.get(values.size() - 1).equals(List.of("c", "d")));

            long end = ends.get(ends.size() - 1);
            kafka.transaction(topic, 0, false, "never"); // a range without a record
            advanceUntil(driver, () -> ends.get(ends.size() - 1) == end + 2);
            assertEquals(
                    List.of("a", "b", "c", "d"),
                    values.stream().flatMap(List::stream).toList());
        }
    }

    // Rates, commits, consumers

    @Test
    void aPartitionsOwnLimitHolds() throws Exception {
        String topic = kafka.topic(2);
        kafka.send(topic, 0, "a", "b", "c");
        kafka.send(topic, 1, "x", "y", "z");
        try (StreamTestDriver driver = driver()) {
            List<List<String>> values = values(
                    driver,
                    KafkaUtils.createDirectStream(
                            driver.context(),
                            LocationStrategies.PreferBrokers(),
                            ConsumerStrategies.Subscribe(List.of(topic), kafka.consumerParams(group)),
                            new PerPartitionConfig() {
                                @Override
                                public long maxRatePerPartition(TopicPartition partition) {
                                    return partition.partition() == 0 ? 2 : 0;
                                }
                            }));
            driver.advance(2);
            assertEquals(List.of(List.of("a", "b", "x", "y", "z"), List.of("c")), values);
        }
    }

    @Test
    void offsetsAreCommittedWithTheNextBatchAndAtTheEnd() throws Exception {
        String topic = kafka.topic(1);
        TopicPartition partition = new TopicPartition(topic, 0);
        List<Map<TopicPartition, OffsetAndMetadata>> answers = new ArrayList<>();
        try (StreamTestDriver driver = driver()) {
            InputDStream<ConsumerRecord<String, String>> stream = subscribe(driver, topic);
            stream.foreachRDD(rdd -> {
                rdd.count();
                ((CanCommitOffsets) stream.inputDStream())
                        .commitAsync(((HasOffsetRanges) rdd).offsetRanges(), (offsets, failure) -> {
                            answers.add(offsets);
                            assertEquals(null, failure);
                        });
            });
            kafka.send(topic, 0, "a", "b");
            driver.advance();
            assertEquals(Map.of(), kafka.groupOffsets(group));
            kafka.send(topic, 0, "c");
            driver.advance();
            Awaitility.await().until(() -> kafka.groupOffsets(group).equals(Map.of(partition, 2L)));
        }
        assertEquals(Map.of(partition, 3L), kafka.groupOffsets(group));
        assertEquals(
                List.of(2L, 3L),
                answers.stream().map(offsets -> offsets.get(partition).offset()).toList());
    }

    /** Receives one record, when it is stopped. */
    private static final class LastWord extends Receiver<String> {
        @Override
        public void onStart() {}

        @Override
        public void onStop() {
            store("last");
        }
    }

    @Test
    void whatAReceiverHasLeftAtAGracefulStopHasABatch() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a");
        try (StreamTestDriver driver = driver()) {
            List<List<String>> read = values(driver, subscribe(driver, topic));
            List<List<String>> received = driver.collect(driver.context().receiverStream(new LastWord()));
            driver.advance();
            driver.context().stop(true, true);
            assertEquals(List.of(List.of(), List.of("last")), received);
            assertEquals(List.of(List.of("a"), List.of()), read);
        }
    }

    @Test
    void autoCommitCommitsBatchesThatAreComplete() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a", "b");
        Map<String, Object> params = kafka.consumerParams(group);
        params.put("enable.auto.commit", true);
        try (StreamTestDriver driver = driver()) {
            values(driver, stream(driver, ConsumerStrategies.Subscribe(List.of(topic), params)));
            driver.advance(2);
            Awaitility.await().until(() -> kafka.groupOffsets(group).equals(Map.of(new TopicPartition(topic, 0), 2L)));
        }
    }

    @Test
    void withoutAGroupNothingCanBeCommitted() throws Exception {
        String topic = kafka.topic(1);
        kafka.send(topic, 0, "a");
        Map<String, Object> params = kafka.consumerParams(group);
        params.remove("group.id");
        try (StreamTestDriver driver = driver()) {
            InputDStream<ConsumerRecord<String, String>> stream =
                    stream(driver, ConsumerStrategies.Subscribe(List.of(topic), params));
            List<List<String>> values = values(driver, stream);
            driver.advance();
            assertEquals(List.of(List.of("a")), values);
            MillraceException e = assertThrows(
                    MillraceException.class, () -> ((CanCommitOffsets) stream).commitAsync(new OffsetRange[0]));
            assertTrue(e.getMessage().contains("group.id"), e.getMessage());
        }
    }

    @Test
    void consumersAreKeptFromBatchToBatchAndClosedWithTheContext() throws Exception {
        String topic = kafka.topic(2);
        Awaitility.await().until(() -> RangeReader.idleConsumers() == 0);
        try (StreamTestDriver driver = driver()) {
            values(driver, subscribe(driver, topic));
            for (int i = 0; i < 3; i++) {
                kafka.send(topic, 0, "a");
                kafka.send(topic, 1, "b");
                driver.advance();
                assertEquals(2, RangeReader.idleConsumers());
            }
        }
        Awaitility.await().until(() -> RangeReader.idleConsumers() == 0);
    }

    @Test
    void settingsThatAreMissingAreNamedWhereTheyAreGiven() {
        Map<String, Object> params = kafka.consumerParams(group);
        params.remove("value.deserializer");
        MillraceException e =
                assertThrows(MillraceException.class, () -> ConsumerStrategies.Subscribe(List.of("topic"), params));
        assertTrue(e.getMessage().contains("value.deserializer"), e.getMessage());
    }
}
