package dev.millrace.cassandra;

import dev.millrace.conf.CassandraConfig;
import dev.millrace.conf.ConfigEntry;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Cassandra; goes to the executors with the plan. It may hold passwords, so nothing prints it. Immutable; equal when
 * all settings are.
 */
final class ConnectionSettings implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<ConfigEntry<?>> ENTRIES = List.of(
            CassandraConfig.HOST,
            CassandraConfig.PORT,
            CassandraConfig.LOCAL_DC,
            CassandraConfig.CONNECT_TIMEOUT,
            CassandraConfig.KEEP_ALIVE,
            CassandraConfig.REQUEST_TIMEOUT,
            CassandraConfig.USERNAME,
            CassandraConfig.PASSWORD,
            CassandraConfig.PASSWORD_FILE,
            CassandraConfig.SSL,
            CassandraConfig.TRUST_STORE,
            CassandraConfig.TRUST_STORE_PASSWORD,
            CassandraConfig.KEY_STORE,
            CassandraConfig.KEY_STORE_PASSWORD,
            CassandraConfig.SSL_HOSTNAMES);

    /** Where a node is. */
    record Address(String host, int port) {}

    private final TreeMap<String, String> values = new TreeMap<>();

    private ConnectionSettings() {}

    static ConnectionSettings of(MillraceConf conf) {
        ConnectionSettings settings = new ConnectionSettings();
        for (ConfigEntry<?> entry : ENTRIES) {
            conf.getOption(entry.key()).ifPresent(value -> settings.values.put(entry.key(), value));
        }
        settings.addresses();
        return settings;
    }

    /** The nodes to begin with. */
    List<Address> addresses() {
        int port = get(CassandraConfig.PORT);
        return List.of(get(CassandraConfig.HOST).split(",", -1)).stream()
                .map(text -> address(text.trim(), port))
                .toList();
    }

    private static Address address(String text, int port) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]") || (text.indexOf(':') < colon && !text.startsWith("["))) {
            return new Address(text, port); // a bare address of IPv6 has no port
        }
        try {
            return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    CassandraConfig.HOST.key() + ": expected host or host:port, found \"" + text + "\"",
                    e);
        }
    }

    <T> T get(ConfigEntry<T> entry) {
        return find(entry).orElseThrow();
    }

    <T> Optional<T> find(ConfigEntry<T> entry) {
        String text = values.getOrDefault(entry.key(), orEmpty(entry.defaultText()));
        return text.isEmpty() ? Optional.empty() : Optional.of(entry.parse(text));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    long millis(ConfigEntry<Duration> entry) {
        return get(entry).toMillis();
    }

    /** The password of the user, from where it is said. */
    String password() {
        Optional<String> file = find(CassandraConfig.PASSWORD_FILE);
        if (file.isEmpty()) {
            return find(CassandraConfig.PASSWORD).orElse("");
        }
        try {
            return Files.readString(Path.of(file.get())).strip();
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    CassandraConfig.PASSWORD_FILE.key() + ": " + file.get() + " cannot be read: " + e,
                    e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionSettings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return ((Map<String, String>) values).hashCode();
    }

    @Override
    public String toString() {
        return "Cassandra at " + get(CassandraConfig.HOST);
    }
}
