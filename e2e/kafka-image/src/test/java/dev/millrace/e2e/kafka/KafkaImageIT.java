package dev.millrace.e2e.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.image.testing.Container;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker and the writer of lines from the image's files, on a root that they cannot write to, as the user of the image. */
class KafkaImageIT {
    private static final int LINES = 50;

    @TempDir
    Path directory;

    @Test
    @Timeout(180)
    void linesThatAreWrittenAreThere() throws Exception {
        String port = String.valueOf(freePort());
        String brokers = "127.0.0.1:" + port;
        try (Container container = new Container(Files.createDirectory(directory.resolve("container")))) {
            Files.setPosixFilePermissions(container.volume(), PosixFilePermissions.fromString("rwxrwxrwx"));
            try (Container.Run broker = container.start(
                    Map.of(), BrokerMain.class.getName(), "/run/data", "127.0.0.1", port, "lines", "1")) {
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    assertTrue(broker.process().isAlive(), broker.err());
                    return broker.out().contains("ready");
                });
                try (Container.Run lines = container.start(
                        Map.of(),
                        "-Xmx64m",
                        LinesMain.class.getName(),
                        brokers,
                        "lines",
                        String.valueOf(LINES),
                        "100")) {
                    assertEquals(0, lines.awaitExit(), lines.err());
                }
                assertEquals(LinesMain.line(LINES - 1), lastLine(brokers));
                broker.terminate();
                broker.awaitExit();
            }
        }
    }

    private static String lastLine(String brokers) {
        String last = "";
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition only = new TopicPartition("lines", 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            int read = 0;
            while (read < LINES) {
                for (var line : consumer.poll(Duration.ofSeconds(1))) {
                    last = line.value();
                    read++;
                }
            }
        }
        return last;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
