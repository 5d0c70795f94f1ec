package dev.millrace.cassandra;

import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.millrace.cassandra.server.CassandraServer;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server for all test classes, and what tests do with it. */
final class Cassandra implements AutoCloseable {
    static final String KEYSPACE = "tests";
    static final String OTHER_KEYSPACE = "others";
    static final String STORE_PASSWORD = "store-secret";

    private static final AtomicInteger TABLES = new AtomicInteger();

    private final CassandraServer server;
    private final CqlSession session;
    private final Path trustStore;

    private Cassandra(CassandraServer server, CqlSession session, Path trustStore) {
        this.server = server;
        this.session = session;
        this.trustStore = trustStore;
    }

    /** Gives tests the server, which is started for the first that asks and stopped after the last test. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Cassandra.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Assumptions.assumeTrue(CassandraServer.isAvailable(), "Cassandra needs a Java from 17 to 23");
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Cassandra.class, key -> start(), Cassandra.class);
        }
    }

    private static Cassandra start() {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "cassandra");
            Path keyStore = directory.resolve("keys.p12");
            makeKey(keyStore);
            Path trustStore = directory.resolve("trusted.p12");
            trust(keyStore, trustStore);
            CassandraServer server =
                    CassandraServer.start(directory, new CassandraServer.Tls(keyStore, STORE_PASSWORD));
            try {
                CqlSession session = session(server);
                for (String keyspace : List.of(KEYSPACE, OTHER_KEYSPACE)) {
                    session.execute("CREATE KEYSPACE " + keyspace
                            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
                }
                return new Cassandra(server, session, trustStore);
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (Exception e) {
            throw new IllegalStateException("the server did not start", e);
        }
    }

    /** The server makes its user a moment after it listens. */
    private static CqlSession session(CassandraServer server) {
        return await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(MillraceException.class)
                .until(() -> Sessions.open(ConnectionSettings.of(conf(server))), opened -> true);
    }

    private static void makeKey(Path keyStore) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + output);
        }
    }

    private static void trust(Path keyStore, Path trustStore) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore);
                OutputStream out = Files.newOutputStream(trustStore)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
            trusted.load(null, null);
            trusted.setCertificateEntry("server", keys.getCertificate("server"));
            trusted.store(out, STORE_PASSWORD.toCharArray());
        }
    }

    Path trustStore() {
        return trustStore;
    }

    ProcessHandle process() {
        return server.handle();
    }

    /** Of a program that uses this server. */
    MillraceConf conf() {
        return conf(server);
    }

    private static MillraceConf conf(CassandraServer server) {
        return new MillraceConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("millrace.cassandra.connection.host", "127.0.0.1")
                .set("millrace.cassandra.connection.port", String.valueOf(server.port()))
                .set("millrace.cassandra.auth.username", CassandraServer.USER)
                .set("millrace.cassandra.auth.password", CassandraServer.PASSWORD);
    }

    /** A new table of a name that no other has. */
    String table(String columns) {
        return table(KEYSPACE, columns);
    }

    String table(String keyspace, String columns) {
        String name = "table_" + TABLES.incrementAndGet();
        session.execute("CREATE TABLE " + keyspace + "." + name + " (" + columns + ")");
        return name;
    }

    void execute(String cql) {
        session.execute(cql);
    }

    /** All rows of a table, each as its formatted content, sorted. */
    List<String> rows(String keyspace, String table, String columns) {
        return session.execute("SELECT " + columns + " FROM " + keyspace + "." + table).all().stream()
                .map(Cassandra::text)
                .sorted()
                .toList();
    }

    List<String> rows(String table, String columns) {
        return rows(KEYSPACE, table, columns);
    }

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            text.append(i == 0 ? "" : "|").append(row.getObject(i));
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        session.close();
        server.close();
    }
}
