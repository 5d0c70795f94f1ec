package dev.millrace.image.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Driver and executor from the image's files, on a root that they cannot write to, as the user of the image. */
class ImageRunIT {
    /** Below it, the list of classes no longer fits the program: docs/reference/image.md says how to record it anew. */
    private static final double LEAST_FROM_ARCHIVE = 0.9;

    @TempDir
    static Path directory;

    private static Container container;

    @BeforeAll
    static void unpack() throws Exception {
        container = new Container(Files.createDirectory(directory.resolve("container")));
    }

    @AfterAll
    static void remove() throws IOException {
        container.close();
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
        copyProbe();
        try (Container.Run run =
                container.start(Map.of(), "-cp", "/run", "dev.millrace.image.runtime.Probe", "trust")) {
            assertEquals(0, run.awaitExit(), run.err());
            assertTrue(Integer.parseInt(run.out().strip()) > 50, run.out());
        }
    }

    @Test
    void theProcessIsTheFirstAndNotRootAndSpeaksUtf8() throws Exception {
        copyProbe();
        try (Container.Run run = container.start(Map.of(), "-cp", "/run", "dev.millrace.image.runtime.Probe", "who")) {
            assertEquals(0, run.awaitExit(), run.err());
            assertEquals("pid 1, user millrace, home /tmp, UTF-8 UTF-8 \u00fc\u4e16\n", run.out());
        }
    }

    @Test
    void outOfMemoryIsExitCode3() throws Exception {
        copyProbe();
        try (Container.Run run =
                container.start(Map.of(), "-Xmx16m", "-cp", "/run", "dev.millrace.image.runtime.Probe", "fill")) {
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
        try (Container.Run run = container.start(
                environment, "-Xlog:class+load:file=/tmp/classes", "-Xmx256m", "dev.millrace.runtime.DriverMain")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> run.out().contains(" de "));
            System.out.printf("from start to first words: %d ms%n", (System.nanoTime() - start) / 1_000_000);
            ProcessHandle jvm = run.process().children().findFirst().orElseThrow();
            Path classes = Path.of("/proc", String.valueOf(jvm.pid()), "root/tmp/classes");
            assertFromArchive(classes);
            run.terminate();
            assertEquals(0, run.awaitExit(), run.err());
            assertEquals("", run.err());
        }
    }

    private static void assertFromArchive(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> loaded = lines.filter(line -> line.contains(" source: ") && !line.contains("word-count.jar"))
                    .filter(line -> !line.contains("0x") && !line.contains("LambdaForm") && !line.contains("/"))
                    .toList();
            long archived = loaded.stream()
                    .filter(line -> line.contains("shared objects file"))
                    .count();
            System.out.printf("%d of %d classes from the archive%n", archived, loaded.size());
            assertTrue(
                    archived >= LEAST_FROM_ARCHIVE * loaded.size(),
                    archived + " of " + loaded.size() + " classes came from the archive. Record the list anew, as"
                            + " docs/reference/image.md says; the others: "
                            + loaded.stream()
                                    .filter(line -> !line.contains("shared objects file"))
                                    .limit(50)
                                    .toList());
        }
    }

    private static void copyProbe() throws IOException {
        String name = Probe.class.getName().replace('.', '/') + ".class";
        Path target = container.volume().resolve(name);
        Files.createDirectories(target.getParent());
        try (var in = Probe.class.getClassLoader().getResourceAsStream(name)) {
            Files.write(target, in.readAllBytes());
        }
    }
}
