package dev.millrace.kafka.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in this JVM, which is its own controller.
 *
 * <pre>{@code
 * try (TestBroker broker = TestBroker.start(BrokerSettings.in(directory))) {
 *     broker.createTopic("words", 4);
 *     ... broker.bootstrapServers() ...
 * }
 * }</pre>
 *
 * <p>It can be stopped and started again with the same data at the same ports. {@link #close} deletes its data. Used by one
 * thread.
 */
public final class TestBroker implements AutoCloseable {
    private final BrokerSettings settings;
    private @Nullable KafkaRaftServer server;

    private TestBroker(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Starts a broker and returns when it takes requests. */
    public static TestBroker start(BrokerSettings settings) throws Exception {
        TestBroker broker = new TestBroker(settings);
        broker.start();
        return broker;
    }

    /** Starts it again, with the data that it has. */
    public void start() throws Exception {
        if (server != null) {
            throw new IllegalStateException("the broker runs already");
        }
        format();
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings.toProperties(), false), Time.SYSTEM);
        server = starting;
        starting.startup();
    }

    private void format() throws Exception {
        Files.createDirectories(settings.directory());
        if (Files.exists(settings.directory().resolve("meta.properties"))) {
            return;
        }
        String directory = settings.directory().toAbsolutePath().toString();
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory)
                .setMetadataLogDirectory(directory)
                .setControllerListenerName("CONTROLLER");
        BrokerSettings.Sasl sasl = settings.sasl();
        if (sasl != null) {
            formatter.setScramArguments(
                    List.of("SCRAM-SHA-256=[name=" + sasl.user() + ",password=" + sasl.password() + "]"));
        }
        formatter.run();
    }

    public BrokerSettings settings() {
        return settings;
    }

    /** {@code host:port} of the plain listener. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** A client for everything that is not here; to be closed. */
    public Admin admin() {
        return admin(settings.bootstrapServers());
    }

    static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    public void createTopic(String name, int partitions) throws InterruptedException, ExecutionException {
        createTopic(name, partitions, Map.of());
    }

    /** Makes a topic and returns when it is there. */
    public void createTopic(String name, int partitions, Map<String, String> configuration)
            throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configuration);
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    /** Stops it; its data stays. Has no effect when it does not run. */
    public void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    /** Stops it and deletes its data. */
    @Override
    public void close() throws IOException {
        stop();
        delete(settings.directory());
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
