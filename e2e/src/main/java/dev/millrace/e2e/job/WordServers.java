package dev.millrace.e2e.job;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Kafka broker and a Cassandra server in pods of one namespace, with what the word count from the one to the other needs: the topic
 * {@code lines} and the table {@code shop.word_counts}.
 */
public final class WordServers {
    /** How many lines {@code lines.yaml} has written at the end. */
    public static final int LINES = 6_000;

    private static final String CASSANDRA = "cassandra";
    private static final Duration START = Duration.ofMinutes(2);
    private static final String[] CLIENT = {
        "/opt/java/bin/java",
        "@/opt/cassandra/jvm.options",
        "-Xmx96m",
        "dev.millrace.e2e.cassandra.CqlMain",
        CASSANDRA,
        "9042"
    };

    private final TestNamespace namespace;

    private WordServers(TestNamespace namespace) {
        this.namespace = namespace;
    }

    /** Loads the images, starts both servers and waits until they can be used. */
    public static WordServers start(ClusterUnderTest cluster, TestNamespace namespace) {
        Stream.of("kafkaImage", "cassandraImage").map(BuildOutput::file).forEach(cluster::load);
        WordServers servers = new WordServers(namespace);
        namespace.apply(manifest("kafka-image", "kafka.yaml"));
        namespace.apply(manifest("cassandra-image", "cassandra.yaml"));
        namespace.awaitPod("kafka", START);
        namespace.awaitPod(CASSANDRA, START);
        servers.cql(
                "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
                "CREATE TABLE shop.word_counts (word text PRIMARY KEY, count bigint)");
        return servers;
    }

    /** Lets a pod write the numbered lines, and does not wait for it. */
    public void writeLines() {
        namespace.apply(manifest("kafka-image", "lines.yaml"));
    }

    /** Waits until all lines are in the topic. */
    public void awaitLines(Duration within) {
        namespace.await(
                namespace.client().pods().withName("lines"),
                "to have written all lines",
                pod -> pod != null && "Succeeded".equals(pod.getStatus().getPhase()),
                within);
    }

    /** The table as it is now. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        cql("SELECT word, count FROM shop.word_counts").lines().forEach(line -> {
            String[] columns = line.split("\t", -1);
            counts.put(columns[0], Long.valueOf(columns[1]));
        });
        return counts;
    }

    /** How many lines the table has counted so far. */
    public long counted() {
        return counts().getOrDefault("all", 0L);
    }

    /** What is in the table when each line has been counted once. */
    public static Map<String, Long> allCounts() {
        Map<String, Long> counts = new HashMap<>();
        for (int line = 0; line < LINES; line++) {
            counts.merge("all", 1L, Long::sum);
            counts.merge("w" + line % 10, 1L, Long::sum);
            counts.merge("n" + line, 1L, Long::sum);
        }
        return counts;
    }

    private String cql(String... statements) {
        String[] command =
                Stream.concat(Stream.of(CLIENT), Stream.of(statements)).toArray(String[]::new);
        return namespace.exec(CASSANDRA, "", command).orThrow();
    }

    private static String manifest(String module, String file) {
        try {
            return Files.readString(Path.of(module, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Kafka and Cassandra in " + namespace;
    }
}
