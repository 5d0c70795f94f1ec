package dev.millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.millrace.cassandra.server.CassandraServer;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.kafka.broker.BrokerSettings;
import dev.millrace.kafka.broker.TestBroker;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaCassandraWordCountIT {
    private static final String TABLE = "shop.word_counts";

    @TempDir
    Path folder;

    @Test
    void countsGoOnWhenTheJobStartsAgain() throws Exception {
        try (TestBroker broker = TestBroker.start(BrokerSettings.in(folder.resolve("broker")));
                CassandraServer server = CassandraServer.start(folder.resolve("cassandra"), null);
                CqlSession session = session(server)) {
            broker.createTopic("lines", 2);
            session.execute(
                    "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            session.execute("CREATE TABLE " + TABLE + " (word text PRIMARY KEY, count bigint)");

            send(broker, "to be or");
            send(broker, "not to be");
            runUntil(broker, server, session, Map.of("to", 2L, "be", 2L, "or", 1L, "not", 1L));
            send(broker, "to be");
            runUntil(broker, server, session, Map.of("to", 3L, "be", 3L, "or", 1L, "not", 1L));
        }
    }

    private void runUntil(TestBroker broker, CassandraServer server, CqlSession session, Map<String, Long> expected)
            throws Exception {
        MillraceConf conf = new MillraceConf()
                .setMaster("local[2]")
                .setAppName("words")
                .set("millrace.cassandra.connection.host", "127.0.0.1:" + server.port())
                .set("millrace.cassandra.auth.username", CassandraServer.USER)
                .set("millrace.cassandra.auth.password", CassandraServer.PASSWORD);
        try (StreamingContext context = new StreamingContext(conf, Durations.milliseconds(100))) {
            context.checkpoint(folder.resolve("checkpoint").toString());
            KafkaCassandraWordCount.define(context, broker.bootstrapServers(), "lines", "shop", "word_counts");
            context.start();
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertEquals(new TreeMap<>(expected), counts(session)));
            context.stop(true, true);
        }
        assertEquals(new TreeMap<>(expected), counts(session));
    }

    private static Map<String, Long> counts(CqlSession session) {
        Map<String, Long> counts = new TreeMap<>();
        for (Row row : session.execute("SELECT word, count FROM " + TABLE)) {
            counts.put(row.getString("word"), row.getLong("count"));
        }
        return counts;
    }

    /** The user may be let in a moment after the server takes connections. */
    private static CqlSession session(CassandraServer server) {
        return Awaitility.await()
                .pollInSameThread()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> CqlSession.builder()
                                .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                                .withLocalDatacenter("datacenter1")
                                .withAuthCredentials(CassandraServer.USER, CassandraServer.PASSWORD)
                                .build(),
                        session -> true);
    }

    private static void send(TestBroker broker, String line) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("lines", line)).get();
        }
    }

    @Test
    void namesTheArgumentsThatItExpects() {
        MillraceException none =
                assertThrows(MillraceException.class, () -> KafkaCassandraWordCount.main(new String[0]));
        assertTrue(none.getMessage().contains("BROKERS, TOPIC, KEYSPACE and TABLE"), none::getMessage);
    }
}
