package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.millrace.cassandra.server.CassandraServer;
import dev.millrace.kafka.broker.BrokerProcess;
import dev.millrace.kafka.broker.BrokerSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The flagship example, from Kafka through state into Cassandra, while the driver, executors, the broker and the Cassandra node are
 * killed: the sum of each word must be what was sent.
 */
class CassandraLossIT {
    private static final int KILLS = Integer.getInteger("millrace.test.kills", 4);
    private static final int RECORDS_BETWEEN = 1_000;
    private static final int WORDS = 50;

    @TempDir
    Path directory;

    private final Map<String, Long> sent = new TreeMap<>();
    private int next;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void eachWordIsCountedOnceThoughEverythingIsKilled() throws Exception {
        long seed = Long.getLong("millrace.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dmillrace.test.seed=" + seed + ")");
        Random random = new Random(seed);
        try (CassandraServer server = CassandraServer.start(directory.resolve("cassandra"), null);
                BrokerProcess broker = BrokerProcess.start(BrokerSettings.in(directory.resolve("broker")))) {
            try (Admin admin = broker.admin()) {
                admin.createTopics(List.of(new NewTopic("lines", 4, (short) 1)))
                        .all()
                        .get();
            }
            makeTable(server);
            try (Launch launch = run(broker.bootstrapServers(), server.port());
                    KafkaProducer<String, String> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers()),
                            new StringSerializer(),
                            new StringSerializer())) {
                send(producer);
                awaitCounted(server);
                for (int kill = 0; kill < KILLS; kill++) {
                    send(producer);
                    Thread.sleep(random.nextInt(1_000)); // any moment of a batch
                    switch (kill % 4) {
                        case 0 -> launch.awaitDriver().destroyForcibly();
                        case 1 -> launch.awaitExecutor(random.nextInt(2)).destroyForcibly();
                        case 2 -> {
                            broker.kill();
                            broker.start();
                        }
                        default -> {
                            server.kill();
                            server.start();
                        }
                    }
                    send(producer);
                    awaitCounted(server);
                }
                launch.signal("INT");
                assertEquals(0, launch.awaitExit(), launch.err());
                assertEquals(sent, counted(server));
            }
        }
    }

    private Launch run(String brokers, int port) throws Exception {
        Path manifest = directory.resolve("job.yaml");
        Files.writeString(manifest, """
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata:
                  name: words
                spec:
                  application:
                    jar: local://%s
                    mainClass: dev.millrace.examples.KafkaCassandraWordCount
                    args: ["%s", "lines", "shop", "word_counts"]
                  batchInterval: 200ms
                  conf:
                    millrace.cassandra.connection.host: "127.0.0.1:%d"
                    millrace.cassandra.auth.username: %s
                    millrace.cassandra.auth.password: %s
                  driver: {memory: 192m}
                  executor: {replicas: 2, memory: 192m}
                  restartPolicy: {maxFailures: 50, initialBackoff: 100ms}
                """.formatted(
                        Launch.HOME.resolve("examples/kafka-cassandra-word-count.jar"),
                        brokers,
                        port,
                        CassandraServer.USER,
                        CassandraServer.PASSWORD));
        return Launch.of(
                directory, List.of(), "run", "--checkpoint=" + directory.resolve("checkpoint"), manifest.toString());
    }

    private void send(KafkaProducer<String, String> producer) throws Exception {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (int i = 0; i < RECORDS_BETWEEN; i++) {
            String word = "word-" + next++ % WORDS;
            answers.add(producer.send(new ProducerRecord<>("lines", word)));
            sent.merge(word, 1L, Long::sum);
        }
        for (Future<RecordMetadata> answer : answers) {
            answer.get();
        }
    }

    private void awaitCounted(CassandraServer server) {
        await("the counts of " + next + " words")
                .pollInSameThread()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertEquals(sent, counted(server)));
    }

    private static void makeTable(CassandraServer server) {
        // The user may be let in a moment after the server takes connections.
        await().pollInSameThread()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    try (CqlSession session = session(server)) {
                        session.execute("CREATE KEYSPACE IF NOT EXISTS shop"
                                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
                        session.execute(
                                "CREATE TABLE IF NOT EXISTS shop.word_counts (word text PRIMARY KEY, count bigint)");
                    }
                    return true;
                });
    }

    private static Map<String, Long> counted(CassandraServer server) {
        Map<String, Long> counts = new TreeMap<>();
        try (CqlSession session = session(server)) {
            for (Row row : session.execute("SELECT word, count FROM shop.word_counts")) {
                counts.put(row.getString("word"), row.getLong("count"));
            }
        }
        return counts;
    }

    private static CqlSession session(CassandraServer server) {
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                .withLocalDatacenter("datacenter1")
                .withAuthCredentials(CassandraServer.USER, CassandraServer.PASSWORD)
                .build();
    }
}
