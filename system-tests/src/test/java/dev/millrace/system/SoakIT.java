package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.cassandra.server.CassandraServer;
import dev.millrace.kafka.broker.BrokerProcess;
import dev.millrace.kafka.broker.BrokerSettings;
import dev.millrace.system.programs.CopiesRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver and four executors under a steady load, while they and their servers are killed and stopped every few seconds: each record
 * must come out once, and no process may hold more and more.
 */
class SoakIT {
    private static final int RECORDS_PER_SECOND = 500;
    private static final int WORDS = 50;
    private static final Duration BETWEEN_RECEIVED_GROUPS = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    /** From a topic, and from a receiver with a log of its blocks, to topics. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void eachRecordIsCopiedOnceThoughEverythingIsKilled() throws Exception {
        Random random = Soak.seeded();
        try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.in(directory.resolve("broker")))) {
            String brokers = broker.bootstrapServers();
            createTopics(
                    broker,
                    new NewTopic("records", 4, (short) 1),
                    new NewTopic("copies", 2, (short) 1),
                    new NewTopic("received", 1, (short) 1));
            try (AcknowledgedSource source = new AcknowledgedSource(BETWEEN_RECEIVED_GROUPS);
                    Launch launch = copies(brokers, source.port());
                    TopicLedger copies = new TopicLedger(brokers, "copies");
                    TopicLedger received = new TopicLedger(brokers, "received");
                    Load<byte[], Long> load = new Load<>(
                            new KafkaProducer<>(
                                    Map.of("bootstrap.servers", brokers),
                                    new ByteArraySerializer(),
                                    new LongSerializer()),
                            RECORDS_PER_SECOND,
                            number -> new ProducerRecord<>("records", number))) {
                Soak soak = new Soak(
                                random,
                                launch,
                                () -> load.sent() + source.acknowledged(),
                                () -> copies.count() + received.count())
                        .with("broker killed", () -> restart(broker))
                        .with("executor of the receiver killed", () -> killReader(launch, source));
                soak.run(Soak.length().dividedBy(2));
                long sent = load.stop();
                await(sent + " records").atMost(PATIENCE).until(() -> copies.count() >= sent);
                stop(launch);
                copies.verify(sent, new TreeSet<>());
                received.verify(source.acknowledged(), source.sentAgain());
                System.out.println(sent + " records copied, " + source.acknowledged() + " numbers received by "
                        + source.readers().size() + " readers");
                soak.verifyVitals();
            }
        }
    }

    /** From a topic through state, which counts words, to a table. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void eachWordIsCountedOnceThoughEverythingIsKilled() throws Exception {
        Random random = Soak.seeded();
        try (CassandraServer server = CassandraServer.start(directory.resolve("cassandra"), null);
                BrokerProcess broker = BrokerProcess.start(BrokerSettings.in(directory.resolve("broker")))) {
            String brokers = broker.bootstrapServers();
            createTopics(broker, new NewTopic("lines", 4, (short) 1));
            try (CountTable table = CountTable.create(server.port());
                    Launch launch = counts(brokers, server.port());
                    Load<byte[], String> load = new Load<>(
                            new KafkaProducer<>(
                                    Map.of("bootstrap.servers", brokers),
                                    new ByteArraySerializer(),
                                    new StringSerializer()),
                            RECORDS_PER_SECOND,
                            number -> new ProducerRecord<>("lines", word(number)))) {
                Soak soak = new Soak(random, launch, load::sent, table::sum)
                        .with("broker killed", () -> restart(broker))
                        .with("Cassandra killed", () -> {
                            server.kill();
                            server.start();
                        });
                soak.run(Soak.length().dividedBy(2));
                long sent = load.stop();
                await(sent + " words").pollInSameThread().atMost(PATIENCE).until(() -> table.sum() >= sent);
                stop(launch);
                Map<String, Long> expected = new TreeMap<>();
                for (long number = 0; number < sent; number++) {
                    expected.merge(word(number), 1L, Long::sum);
                }
                assertEquals(expected, table.read());
                System.out.println(sent + " words counted");
                soak.verifyVitals();
            }
        }
    }

    private static String word(long number) {
        return "word-" + number % WORDS;
    }

    private static void createTopics(BrokerProcess broker, NewTopic... topics) throws Exception {
        try (Admin admin = broker.admin()) {
            admin.createTopics(List.of(topics)).all().get();
        }
    }

    private static void stop(Launch launch) throws Exception {
        launch.signal("INT");
        assertEquals(0, launch.awaitExit(), launch.err());
        launch.awaitNoProcess();
        assertEquals(List.of(), launch.filesLeft());
    }

    private Launch counts(String brokers, int cassandra) throws Exception {
        return run(
                """
                    jar: local://%s
                    mainClass: dev.millrace.examples.KafkaCassandraWordCount
                    args: ["%s", "lines", "%s", "%s"]
                """.formatted(
                                Launch.HOME.resolve("examples/kafka-cassandra-word-count.jar"),
                                brokers,
                                CountTable.KEYSPACE,
                                CountTable.TABLE),
                """
                  conf:
                    millrace.cassandra.connection.host: "127.0.0.1:%d"
                    millrace.cassandra.auth.username: %s
                    millrace.cassandra.auth.password: %s
                """.formatted(cassandra, CassandraServer.USER, CassandraServer.PASSWORD));
    }

    private Launch copies(String brokers, int source) throws Exception {
        return run("""
                    jar: local://%s
                    mainClass: %s
                    args: ["%s", "%d"]
                """.formatted(Launch.jar(directory), CopiesRecords.class.getName(), brokers, source), """
                  conf:
                    millrace.streaming.receiver.writeAheadLog.enable: "true"
                    millrace.streaming.receiverRestartDelay: 100ms
                """);
    }

    private Launch run(String application, String conf) throws Exception {
        Path manifest = directory.resolve("job.yaml");
        Files.writeString(
                manifest,
                """
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata:
                  name: soak
                spec:
                  application:
                """ + application + """
                  batchInterval: 200ms
                """ + conf
                        + """
                    millrace.executor.heartbeatInterval: 200ms
                    millrace.executor.heartbeatTimeout: %dms
                  driver: {memory: 192m}
                  executor: {replicas: %d, memory: 128m}
                  restartPolicy: %s
                """.formatted(Soak.HEARTBEAT_TIMEOUT.toMillis(), Soak.EXECUTORS, Soak.restartPolicy()));
        return Launch.of(
                directory, List.of(), "run", "--checkpoint=" + directory.resolve("checkpoint"), manifest.toString());
    }

    private static void restart(BrokerProcess broker) throws IOException, InterruptedException {
        broker.kill();
        broker.start();
    }

    /** Kills the executor, {@code executor-ORDINAL-…}, that the receiver said it is at. */
    private static void killReader(Launch launch, AcknowledgedSource source) {
        List<String> readers = source.readers();
        int ordinal = Integer.parseInt(readers.get(readers.size() - 1).split("-")[1]);
        if (ordinal < Soak.EXECUTORS - 1) { // the last executor is spared
            launch.awaitExecutor(ordinal).destroyForcibly();
        }
    }
}
