package dev.millrace.image.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.image.testing.ArchivedClasses;
import dev.millrace.image.testing.Container;
import dev.millrace.image.testing.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator from the image's files, on a root that it cannot write to, as the user of the image. */
class OperatorImageRunIT {
    private static final String MAIN = "io.quarkus.runner.GeneratedMain";

    @TempDir
    static Path directory;

    private static Container container;

    @BeforeAll
    static void unpack() throws Exception {
        container = new Container(Files.createDirectory(directory.resolve("container")));
    }

    @AfterAll
    static void remove() throws IOException {
        if (container != null) { // skipped without root
            container.close();
        }
    }

    @Test
    void theClassDataArchiveIsUsedOrJavaWouldNotStart() throws Exception {
        try (Container.Run run = container.start(Map.of(), "-Xshare:on", "-version")) {
            assertEquals(0, run.awaitExit(), run.err());
        }
    }

    @Test
    void theProcessIsTheFirstAndNotRoot() throws Exception {
        container.copyProbe();
        try (Container.Run run = container.start(Map.of(), "-cp", "/run", Probe.class.getName(), "who")) {
            assertEquals(0, run.awaitExit(), run.err());
            assertTrue(run.out().startsWith("pid 1, user millrace, home /tmp,"), run.out());
        }
    }

    @Test
    void reconcilesMostlyWithClassesFromTheArchiveAndStopsOnSigterm() throws Exception {
        try (MockCluster cluster = new MockCluster(directory)) {
            long start = System.nanoTime();
            try (Container.Run run = container.start(cluster.environment(), ArchivedClasses.LOG, "-Xmx256m", MAIN)) {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> cluster.hasDriver() || !run.process().isAlive());
                assertTrue(cluster.hasDriver(), () -> log(run));
                System.out.printf("from start to the first pod: %d ms%n", (System.nanoTime() - start) / 1_000_000);
                ArchivedClasses classes = ArchivedClasses.of(run.file(ArchivedClasses.LOG_FILE), "no jar of its own");
                System.out.println(classes.archived() + " classes from the archive, "
                        + classes.others().size() + " others");
                assertTrue(classes.isMost(), classes::toString);
                run.terminate();
                assertEquals(143, run.awaitExit(), () -> log(run));
                assertEquals("", run.err());
            }
        }
    }

    @Test
    void withoutAnApiServerItSaysWhichOneAndEndsWithAnError() throws Exception {
        try (Container.Run run = container.start(MockCluster.operatorOf("https://127.0.0.1:1"), MAIN)) {
            assertNotEquals(0, run.awaitExit(), () -> log(run));
            assertTrue(run.out().contains("ERROR") && run.out().contains("127.0.0.1:1"), () -> log(run));
        }
    }

    private static String log(Container.Run run) {
        try {
            return run.out() + run.err();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
