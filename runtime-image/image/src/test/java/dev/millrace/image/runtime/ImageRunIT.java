package dev.millrace.image.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Driver and executor from the image's files, on a root that they cannot write to, as the user of the image. */
class ImageRunIT {
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
    void javaStarts() throws Exception {
        try (Container.Run run = container.start(Map.of(), "-version")) {
            assertEquals(0, run.awaitExit(), run.err());
            assertTrue(run.err().contains("64-Bit Server VM"), run.err());
        }
    }

    @Test
    void theClassDataArchiveIsUsedOrJavaWouldNotStart() throws Exception {
        try (Container.Run run = container.start(Map.of(), "-Xshare:on", "-version")) {
            assertEquals(0, run.awaitExit(), run.err());
        }
    }

    @Test
    void javaTrustsDebiansAuthorities() throws Exception {
        container.copyProbe();
        try (Container.Run run = container.start(Map.of(), "-cp", "/run", Probe.class.getName(), "trust")) {
            assertEquals(0, run.awaitExit(), run.err());
            assertTrue(Integer.parseInt(run.out().strip()) > 50, run.out());
        }
    }

    @Test
    void everySecurityProviderThatJavaNamesIsThere() throws Exception {
        container.copyProbe();
        try (Container.Run run = container.start(Map.of(), "-cp", "/run", Probe.class.getName(), "providers")) {
            assertEquals(0, run.awaitExit(), run.err());
            assertEquals("", run.out());
        }
    }

    @Test
    void theProcessIsTheFirstAndNotRootAndSpeaksUtf8() throws Exception {
        container.copyProbe();
        try (Container.Run run = container.start(Map.of(), "-cp", "/run", Probe.class.getName(), "who")) {
            assertEquals(0, run.awaitExit(), run.err());
            assertEquals("pid 1, user millrace, home /tmp, UTF-8 UTF-8 \u00fc\u4e16\n", run.out());
        }
    }

    @Test
    void outOfMemoryIsExitCode3() throws Exception {
        container.copyProbe();
        try (Container.Run run = container.start(Map.of(), "-Xmx16m", "-cp", "/run", Probe.class.getName(), "fill")) {
            assertEquals(3, run.awaitExit(), run.err());
        }
    }

    @Test
    void aDriverWithoutConfigurationSaysSoAtOnce() throws Exception {
        long start = System.nanoTime();
        try (Container.Run run = container.start(Map.of(), "dev.millrace.runtime.DriverMain")) {
            assertEquals(2, run.awaitExit(), run.err());
            System.out.printf("from start to error: %d ms%n", (System.nanoTime() - start) / 1_000_000);
            assertTrue(run.err().startsWith("error[MR-") && run.err().contains("MILLRACE_CONF"), run.err());
        }
    }

    @Test
    void anExecutorWithoutConfigurationSaysSoAtOnce() throws Exception {
        try (Container.Run run = container.start(Map.of(), "dev.millrace.runtime.ExecutorMain")) {
            assertEquals(2, run.awaitExit(), run.err());
            assertTrue(run.err().startsWith("error[MR-") && run.err().contains("MILLRACE_CONF"), run.err());
        }
    }

    @Test
    void theLauncherIsThereToo() throws Exception {
        try (Container.Run run = container.start(Map.of(), "dev.millrace.cli.Main", "--version")) {
            assertEquals(0, run.awaitExit(), run.err());
        }
    }

    @Test
    void countsTheWordsOfTheExampleAndStopsOnSigterm() throws Exception {
        Files.writeString(container.volume().resolve("job.properties"), """
                millrace.app.name=word-count
                millrace.app.jar=/opt/millrace/examples/word-count.jar
                millrace.app.mainClass=dev.millrace.examples.WordCount
                millrace.app.args.0=--rate
                millrace.app.args.1=1000
                millrace.master=local[2]
                millrace.streaming.batchInterval=500ms
                """);
        Map<String, String> environment = Map.of("MILLRACE_CONF", "/run/job.properties");
        long start = System.nanoTime();
        try (Container.Run run =
                container.start(environment, ArchivedClasses.LOG, "-Xmx256m", "dev.millrace.runtime.DriverMain")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> run.out().contains(" de "));
            System.out.printf("from start to first words: %d ms%n", (System.nanoTime() - start) / 1_000_000);
            ArchivedClasses classes = ArchivedClasses.of(run.file(ArchivedClasses.LOG_FILE), "word-count.jar");
            System.out.println(classes.archived() + " classes from the archive, "
                    + classes.others().size() + " others");
            assertTrue(classes.isMost(), classes::toString);
            run.terminate();
            assertEquals(0, run.awaitExit(), run.err());
            assertEquals("", run.err());
        }
    }
}
