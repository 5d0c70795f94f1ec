package dev.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.certificates.Credential;
import dev.millrace.certificates.JobAuthority;
import dev.millrace.certificates.Role;
import dev.millrace.certificates.Validity;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.kafka.broker.BrokerSettings;
import dev.millrace.kafka.broker.TestBroker;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.Time;
import dev.millrace.testing.StreamTestDriver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings for TLS and logins reach Kafka's clients as they are, on the driver and on executors, and are not written anywhere. */
class SecureKafkaIT {
    private static final String PASSWORD = "correct-horse-battery";
    private static final Validity VALIDITY = Validity.lasting(Duration.ofHours(1), Clock.systemUTC());

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static JobAuthority authority;

    @BeforeAll
    static void startBroker() throws Exception {
        authority = JobAuthority.create("kafka", VALIDITY);
        Credential server = authority.issue(Role.DRIVER, VALIDITY);
        broker = TestBroker.start(BrokerSettings.in(folder.resolve("broker"))
                .withTls(server.certificate(), server.privateKey(), authority.trusted())
                .withSasl("alice", PASSWORD));
        broker.createTopic("secure", 1);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    private static Map<String, Object> tls() throws Exception {
        Credential client = authority.issue(Role.executor(0), VALIDITY);
        BrokerSettings.Tls listener = Objects.requireNonNull(broker.settings().tls());
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + listener.port(),
                "security.protocol",
                "SSL",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.certificate.chain",
                client.certificate(),
                "ssl.keystore.key",
                client.privateKey(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                authority.trusted(),
                "ssl.endpoint.identification.algorithm",
                "");
    }

    private static Map<String, Object> sasl(String mechanism, String module, String password) {
        BrokerSettings.Sasl listener = Objects.requireNonNull(broker.settings().sasl());
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + listener.port(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"alice\" password=\"" + password
                        + "\";");
    }

    /** Writes with a transaction and reads it back, with the same settings. */
    private static void writeAndRead(Map<String, Object> security, String value) {
        Map<String, Object> reading = new HashMap<>(Kafka.consumerParams("", "group of " + value));
        reading.put("isolation.level", "read_committed");
        reading.putAll(security);
        Map<String, Object> writing = new HashMap<>(Kafka.producerParams(""));
        writing.putAll(security);
        try (StreamTestDriver driver =
                new StreamTestDriver(new MillraceConf().set("millrace.task.maxFailures", "1"), Durations.seconds(1))) {
            KafkaSink.<String, String>exactlyOnce(value, "secure", writing)
                    .saveValues(driver.millraceContext().parallelize(List.of(value)), new Time(1000));
            List<List<String>> values = driver.collect(KafkaUtils.createDirectStream(
                            driver.context(),
                            LocationStrategies.PreferConsistent(),
                            ConsumerStrategies.<String, String>Subscribe(List.of("secure"), reading))
                    .map(ConsumerRecord::value));
            driver.advance();
            assertTrue(values.get(0).contains(value), values::toString);
        }
    }

    @Test
    void tlsWithCertificatesOfBothSides() throws Exception {
        writeAndRead(tls(), "tls");
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws Exception {
        Map<String, Object> without = new HashMap<>(tls());
        without.remove("ssl.keystore.type");
        without.remove("ssl.keystore.certificate.chain");
        without.remove("ssl.keystore.key");
        assertThrows(MillraceException.class, () -> writeAndRead(without, "stranger"));
    }

    @Test
    void scram() {
        writeAndRead(sasl("SCRAM-SHA-256", "scram.ScramLoginModule", PASSWORD), "scram");
    }

    @Test
    void plain() {
        writeAndRead(sasl("PLAIN", "plain.PlainLoginModule", PASSWORD), "plain");
    }

    @Test
    void secretsAreInNoLogNorError() {
        String wrong = "wrong-" + PASSWORD;
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        String error;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            writeAndRead(sasl("PLAIN", "plain.PlainLoginModule", PASSWORD), "quiet");
            MillraceException refused = assertThrows(
                    MillraceException.class,
                    () -> writeAndRead(sasl("PLAIN", "plain.PlainLoginModule", wrong), "refused"));
            error = refused.toString() + refused.getCause();
        } finally {
            System.setErr(before);
        }
        String written = log.toString(UTF_8);
        assertTrue(written.contains("bootstrap.servers"), "the log has Kafka's settings");
        assertFalse(written.contains(PASSWORD), "the log has the password");
        assertFalse(error.contains(PASSWORD), error);
        assertTrue(error.contains("Authentication"), error);
    }
}
