package dev.millrace.e2e.cassandra;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.image.testing.Container;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server and its client from the image's files, on a root that they cannot write to, as the user of the image. */
class CassandraImageIT {
    @TempDir
    Path directory;

    @Test
    @Timeout(240)
    void rowsThatAreWrittenAreThere() throws Exception {
        int port = freePort();
        try (Container container = new Container(Files.createDirectory(directory.resolve("container")))) {
            Files.setPosixFilePermissions(container.volume(), PosixFilePermissions.fromString("rwxrwxrwx"));
            configureOnLoopback(container.volume().resolve("cassandra.yaml"), port, freePort());
            try (Container.Run server = container.start(
                    Map.of(),
                    "-Dcassandra.config=file:///run/cassandra.yaml",
                    "-Dcassandra.storagedir=/run/data",
                    "-Dcassandra.settings.broadcast_rpc_address=127.0.0.1",
                    "org.apache.cassandra.service.CassandraDaemon")) {
                await().atMost(Duration.ofMinutes(2)).until(() -> {
                    assertTrue(server.process().isAlive(), server.out() + server.err());
                    return listens(port);
                });
                try (Container.Run client = container.start(
                        Map.of(),
                        "-Xmx96m",
                        CqlMain.class.getName(),
                        "127.0.0.1",
                        String.valueOf(port),
                        "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
                        "CREATE TABLE shop.word_counts (word text PRIMARY KEY, count bigint)",
                        "INSERT INTO shop.word_counts (word, count) VALUES ('to', 2)",
                        "SELECT word, count FROM shop.word_counts")) {
                    assertEquals(0, client.awaitExit(), () -> messages(client));
                    assertTrue(client.out().lines().anyMatch("to\t2"::equals), () -> messages(client));
                }
                server.terminate();
                server.awaitExit();
            }
        }
    }

    /** The image's own configuration, but for ports that are free, on loopback, and data where the test's user may write. */
    private static void configureOnLoopback(Path file, int port, int storagePort) throws IOException {
        String image = Files.readString(Path.of("src", "main", "image", "cassandra.yaml"));
        Files.writeString(
                file,
                image.replace("rpc_address: 0.0.0.0", "rpc_address: 127.0.0.1")
                        .replace("9042", String.valueOf(port))
                        .replace("7000", String.valueOf(storagePort))
                        .replace("/data/", "/run/data/"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static String messages(Container.Run run) {
        try {
            return run.out() + run.err();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
