package dev.millrace.cassandra;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.cassandra.server.CassandraServer;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Cassandra.Shared.class)
class SecurityIT {
    private static void save(MillraceConf conf, String table) {
        try (MillraceContext context = new MillraceContext(conf)) {
            functions(context.parallelize(List.of(new Tuple2<>(1, "a")), 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Integer.class, String.class))
                    .withColumnSelector(someColumns("id", "name"))
                    .saveToCassandra();
        }
    }

    private static MillraceConf tls(Cassandra cassandra) {
        return cassandra
                .conf()
                .set("spark.cassandra.connection.ssl.enabled", "true")
                .set(
                        "spark.cassandra.connection.ssl.trustStore.path",
                        cassandra.trustStore().toString())
                .set("spark.cassandra.connection.ssl.trustStore.password", Cassandra.STORE_PASSWORD);
    }

    @Test
    void tlsAndAPasswordInAFile(Cassandra cassandra, @TempDir Path directory) throws IOException {
        String table = cassandra.table("id int PRIMARY KEY, name text");
        Path file = Files.writeString(directory.resolve("password"), CassandraServer.PASSWORD + "\n");
        save(
                tls(cassandra)
                        .remove("millrace.cassandra.auth.password")
                        .set("millrace.cassandra.auth.passwordFile", file.toString()),
                table);
        assertEquals(List.of("1|a"), cassandra.rows(table, "id, name"));
    }

    @Test
    void aServerThatIsNotTrustedIsRefused(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, name text");
        MillraceConf conf = tls(cassandra)
                .remove("millrace.cassandra.connection.ssl.trustStore.path")
                .remove("millrace.cassandra.connection.ssl.trustStore.password");
        assertThrows(MillraceException.class, () -> save(conf, table));
    }

    @Test
    void aWrongPasswordIsInNoMessage(Cassandra cassandra) {
        MillraceConf conf = cassandra.conf().set("millrace.cassandra.auth.password", "open-sesame");
        MillraceException refusal = assertThrows(MillraceException.class, () -> save(conf, "any"));
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            assertFalse(cause.toString().contains("open-sesame"), cause::toString);
        }
        assertFalse(ConnectionSettings.of(conf).toString().contains("open-sesame"));
        assertFalse(new TableWrite<>(ConnectionSettings.of(conf), WriteSettings.of(conf, "a", "b"), null)
                .toString()
                .contains("open-sesame"));
    }
}
