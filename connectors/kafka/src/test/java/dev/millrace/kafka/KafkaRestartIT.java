package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.StreamingContextState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers that end at a bad moment, and those that go on from their checkpoint: from Kafka to Kafka, each record once. */
@ExtendWith(Kafka.Shared.class)
class KafkaRestartIT {
    private static final AtomicInteger JOBS = new AtomicInteger();
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 24;

    private final Kafka kafka;
    private final String job = "restarted-" + JOBS.incrementAndGet();
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Collection<String> batches = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    KafkaRestartIT(Kafka kafka) {
        this.kafka = kafka;
    }

    /** Where a driver ends in a batch, if it does. */
    private enum End {
        BEFORE_WRITING,
        HALF_WRITTEN,
        WRITTEN,
        NOT
    }

    private StreamingContext start(String from, String to, List<End> ends) {
        MillraceConf conf = new MillraceConf()
                .setMaster("local[2]")
                .setAppName(job)
                .set("millrace.task.maxFailures", "1")
                .set("millrace.streaming.kafka.maxRatePerPartition", "7");
        StreamingContext context = new StreamingContext(new MillraceContext(conf), Durations.seconds(1), clock);
        context.checkpoint(folder.toString());
        Map<String, Object> reading = kafka.consumerParams(job);
        reading.put("auto.offset.reset", "latest"); // after the first start the checkpoint says where to go on
        Map<TopicPartition, Long> beginning = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            beginning.put(new TopicPartition(from, partition), 0L);
        }
        DStream<String> values = KafkaUtils.createDirectStream(
                        context,
                        LocationStrategies.PreferConsistent(),
                        ConsumerStrategies.<String, String>Subscribe(List.of(from), reading, beginning))
                .map(ConsumerRecord::value);
        KafkaSink<String, String> sink = KafkaSink.exactlyOnce("out", to, kafka.producerParams());
        List<End> coming = new ArrayList<>(ends);
        values.foreachRDD((rdd, time) -> {
            End end = coming.isEmpty() ? End.NOT : coming.remove(0);
            batches.add(time.milliseconds() + " " + new TreeSet<>(rdd.collect()));
            if (end == End.BEFORE_WRITING) {
                throw new IllegalStateException("ended");
            }
            boolean half = end == End.HALF_WRITTEN;
            sink.saveValues(
                    rdd.map(value -> {
                        if (half && value.startsWith("2-")) {
                            throw new IllegalStateException("ended");
                        }
                        return value;
                    }),
                    time);
            if (end == End.WRITTEN) {
                throw new IllegalStateException("ended");
            }
        });
        context.start();
        return context;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachRecordIsWrittenOnceWhereverDriversEnd(long seed) throws Exception {
        Random random = new Random(seed);
        String from = kafka.topic(PARTITIONS);
        String to = kafka.topic(2);
        TreeSet<String> sent = new TreeSet<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            String[] values = new String[RECORDS];
            for (int i = 0; i < RECORDS; i++) {
                values[i] = partition + "-" + i;
            }
            sent.addAll(Arrays.asList(values));
            kafka.send(from, partition, values);
        }
        int drivers = 0;
        while (kafka.committedValues(to).size() < sent.size()) {
            assertTrue(drivers++ < 30, "seed " + seed);
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                ends.add(End.values()[random.nextInt(End.values().length)]);
            }
            run(from, to, ends);
        }
        List<String> written = new ArrayList<>(kafka.committedValues(to));
        written.sort(null);
        assertEquals(new ArrayList<>(sent), written, "seed " + seed);
        assertSameRecordsInEachRun();
        assertMarkHasAnEpochOfTheCheckpoint(drivers);
    }

    private void assertMarkHasAnEpochOfTheCheckpoint(int drivers) throws Exception {
        try (Admin admin = kafka.admin()) {
            Map<TopicPartition, OffsetAndMetadata> marks = admin.listConsumerGroupOffsets("millrace." + job + ".out.0")
                    .partitionsToOffsetAndMetadata()
                    .get();
            String mark = marks.values().iterator().next().metadata();
            Matcher epoch =
                    Pattern.compile("checkpoint=[0-9a-z]+ epoch=(\\d+) ").matcher(mark);
            assertTrue(epoch.find(), mark);
            long number = Long.parseLong(epoch.group(1));
            assertTrue(number >= 1 && number <= drivers, mark + " after " + drivers + " drivers");
        }
    }

    /** Lets a driver run some batches, until it ends. */
    private void run(String from, String to, List<End> ends) {
        try (StreamingContext context = start(from, to, ends)) {
            int before = batches.size();
            for (int i = 1; i <= ends.size() && context.getState() == StreamingContextState.ACTIVE; i++) {
                clock.advance(1000);
                int expected = before + i;
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> batches.size() >= expected || context.getState() == StreamingContextState.STOPPED);
            }
            if (ends.stream().allMatch(end -> end == End.NOT)) {
                context.stop(true, true);
            }
        }
    }

    private void assertSameRecordsInEachRun() {
        Map<String, String> first = new HashMap<>();
        for (String batch : batches) {
            String time = batch.substring(0, batch.indexOf(' '));
            assertEquals(first.computeIfAbsent(time, any -> batch), batch);
        }
        assertTrue(first.size() < batches.size(), "no batch ran again: " + batches);
    }
}
