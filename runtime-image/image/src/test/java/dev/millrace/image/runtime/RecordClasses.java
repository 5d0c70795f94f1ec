package dev.millrace.image.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.image.testing.Container;
import dev.millrace.image.testing.ImageBuild;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the classes that a driver and its executors load, for the class-data archive. No test: it runs only where it is
 * named, and changes {@code src/main/image/classes.lst}; docs/reference/image.md has the command.
 */
class RecordClasses {
    private static final Path LIST = Path.of("src/main/image/classes.lst");

    @TempDir
    Path directory;

    @Test
    void record() throws Exception {
        try (Container container = new Container(Files.createDirectory(directory.resolve("container")))) {
            int status = freePort();
            String manifest = Files.readString(Path.of("../../examples/word-count/word-count.yaml"));
            // what the operator sets besides
            Files.writeString(
                    container.volume().resolve("word-count.yaml"),
                    manifest.replace(
                            "  batchInterval: 1s\n",
                            "  batchInterval: 1s\n  conf: {millrace.status.port: '" + status
                                    + "', millrace.control.port: '" + freePort() + "'}\n"));
            Path lists = Files.createDirectory(container.volume().resolve("classes"));
            new ProcessBuilder("chmod", "777", lists.toString()).start().waitFor();
            Map<String, String> environment =
                    Map.of("JDK_JAVA_OPTIONS", "-Xshare:off -XX:DumpLoadedClassList=/run/classes/%p.lst");
            try (Container.Run run =
                    container.start(environment, "dev.millrace.cli.Main", "run", "/run/word-count.yaml")) {
                await().atMost(Duration.ofSeconds(100))
                        .untilAsserted(() -> assertTrue(batches(run) >= 3, run.out() + run.err()));
                get(status, "/");
                get(status, "/api/v1/status");
                get(status, "/metrics");
                run.terminate();
                assertEquals(0, run.awaitExit(), run.err());
            }
            List<String> merge = new ArrayList<>(List.of("merge-classes", "--output=" + LIST));
            merge.addAll(ofTheJob(lists));
            ImageBuild.run(merge.toArray(String[]::new));
        }
    }

    private static long batches(Container.Run run) throws Exception {
        return run.out().lines().filter(line -> line.contains("1. ")).count();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        assertEquals(
                200,
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    /** The lists of driver and executors, not that of the launcher beside them. */
    private static List<String> ofTheJob(Path lists) throws Exception {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(lists)) {
            for (Path list : files.sorted().toList()) {
                if (!Files.readString(list).contains("dev/millrace/cli/")) {
                    found.add(list.toString());
                }
            }
        }
        assertEquals(3, found.size(), "lists of a driver and two executors, but there are " + found);
        return found;
    }
}
