package dev.millrace.system;

import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.millrace.cassandra.server.CassandraServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The table that words and their counts go to, as it is now. It finds a server that comes back at the same port. */
final class CountTable implements AutoCloseable {
    static final String KEYSPACE = "shop";
    static final String TABLE = "word_counts";

    private final CqlSession session;
    private long last;

    private CountTable(CqlSession session) {
        this.session = session;
    }

    /** Makes the table; the server may let its user in a moment after it takes connections. */
    static CountTable create(int port) {
        return await().pollInSameThread()
                .ignoreExceptions()
                .atMost(Duration.ofMinutes(1))
                .until(() -> new CountTable(session(port)).created(), table -> true);
    }

    private static CqlSession session(int port) {
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .withLocalDatacenter("datacenter1")
                .withAuthCredentials(CassandraServer.USER, CassandraServer.PASSWORD)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(1))
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                        .build())
                .build();
    }

    private CountTable created() {
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute(
                "CREATE TABLE IF NOT EXISTS " + KEYSPACE + "." + TABLE + " (word text PRIMARY KEY, count bigint)");
        return this;
    }

    Map<String, Long> read() {
        Map<String, Long> counts = new TreeMap<>();
        for (Row row : session.execute("SELECT word, count FROM " + KEYSPACE + "." + TABLE)) {
            counts.put(row.getString("word"), row.getLong("count"));
        }
        return counts;
    }

    /** How many words were counted; what it was last while the server does not answer. */
    long sum() {
        try {
            last = read().values().stream().mapToLong(count -> count).sum();
        } catch (DriverException e) {
            // it is away just now
        }
        return last;
    }

    @Override
    public void close() {
        session.close();
    }
}
