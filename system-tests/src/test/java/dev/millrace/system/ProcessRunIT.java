package dev.millrace.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.programs.Fails;
import dev.millrace.system.programs.NoMain;
import dev.millrace.system.programs.Prints;
import dev.millrace.system.programs.Sums;
import dev.millrace.system.programs.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with real processes: programs that end or wait, bad input, signals, and processes that die. */
class ProcessRunIT {
    @TempDir
    Path directory;

    @Test
    void runsTheProgramAndPassesItsOutputOn() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Prints.class, "  conf: {own.key: value}"))) {
            assertEquals(0, launch.awaitExit());
            assertEquals("""
                    arguments [first, two words]
                    name test-job
                    own.key value
                    thread main
                    loader user
                    utf-8 \u00fc\u4e16
                    no end of line
                    """, launch.out());
            assertEquals("to standard error\n", launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void tasksRunInTheExecutors() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Sums.class))) {
            assertEquals(0, launch.awaitExit(), launch.err());
            assertEquals("sum 500500\nprocesses 2\n", launch.out());
            assertEquals("", launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void aProgramThatFailsIsReportedWithoutAStackTrace() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Fails.class))) {
            assertEquals(1, launch.awaitExit());
            assertEquals("""
                    error[MR-3009]: the program failed: java.lang.IllegalStateException: boom
                      at user//dev.millrace.system.programs.Fails.main(Fails.java:9)
                    """, launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void theStackTraceComesWhenItIsAskedFor() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Fails.class), "--stacktrace")) {
            assertEquals(1, launch.awaitExit());
            assertTrue(
                    launch.err().contains("\tat user//dev.millrace.system.programs.Fails.main(Fails.java:9)"),
                    launch.err());
        }
    }

    @Test
    void refusesAClassThatIsMissingOrHasNoMain() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, "dev.millrace.Prints"))) {
            assertEquals(2, launch.awaitExit());
            assertEquals(
                    "error[MR-1003]: spec.application.mainClass: there is no class dev.millrace.Prints in "
                            + directory.resolve("programs.jar")
                            + "; did you mean dev.millrace.system.programs.Prints?\n",
                    launch.err());
            assertNothingLeft(launch);
        }
        try (Launch launch = run(Launch.manifest(directory, NoMain.class))) {
            assertEquals(2, launch.awaitExit());
            assertTrue(launch.err().contains("has no method public static void main(String[])"), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void saysOnceThatAKeyIsUnknown() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Sums.class), "--conf", "millrace.mastr=local")) {
            assertEquals(0, launch.awaitExit(), launch.err());
            List<String> said = launch.err()
                    .lines()
                    .filter(line -> line.contains("millrace.mastr"))
                    .toList();
            assertEquals(1, said.size(), launch.err());
            assertTrue(said.get(0).endsWith("millrace.mastr is not a key of Millrace and has no effect"), said.get(0));
        }
    }

    @Test
    void refusesAMissingJarBeforeAnythingStarts() throws Exception {
        String manifest = Launch.manifest(directory, Prints.class);
        Files.delete(directory.resolve("programs.jar"));
        try (Launch launch = run(manifest)) {
            assertEquals(2, launch.awaitExit());
            assertTrue(launch.err().startsWith("error[MR-1003]: spec.application.jar: no such file: "), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void refusesABadManifestWithAllItsProblems() throws Exception {
        String manifest = Launch.manifest(directory, Prints.class, "  batchInterval: soon", "  driver: {}");
        Files.writeString(
                Path.of(manifest),
                Files.readString(Path.of(manifest)).replace("replicas: 2, memory: 128m", "replicas: two, memory: 1lg"));
        try (Launch launch = run(manifest)) {
            assertEquals(2, launch.awaitExit());
            assertEquals("""
                    error[MR-1002]: 4 problems in %1$s
                    %1$s:11:24: spec.executor.replicas: expected an integer >= 1, found "two"
                    %1$s:11:37: spec.executor.memory: expected a memory size such as 512m, 2g or 2Gi, at least 64m, found "1lg"
                    %1$s:12:18: spec.batchInterval: expected a duration such as 500ms, 10s or 5m, at least 1ms, found "soon"
                    %1$s:13:3: spec.driver: set twice; it is also in line 10
                    """.formatted(manifest), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void refusesAMissingManifest() throws Exception {
        try (Launch launch = run(directory.resolve("none.yaml").toString())) {
            assertEquals(2, launch.awaitExit());
            assertEquals(
                    "error[MR-1002]: " + directory.resolve("none.yaml")
                            + ": no such file; expected the path of a StreamingJob's manifest\n",
                    launch.err());
        }
    }

    @Test
    void refusesABadConfigurationValue() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Prints.class), "--conf", "millrace.storage.memory=1lg")) {
            assertEquals(2, launch.awaitExit());
            assertTrue(launch.err().startsWith("error[MR-1001]: millrace.storage.memory: expected size"), launch.err());
            assertTrue(launch.err().contains("found \"1lg\" (unknown unit \"lg\"; units are "), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void saysThatThePortOfTheStatusApiIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launch launch = run(
                        Launch.manifest(directory, Prints.class),
                        "--conf",
                        "millrace.status.port=" + taken.getLocalPort())) {
            assertEquals(2, launch.awaitExit());
            assertTrue(launch.err().startsWith("error[MR-3006]: the status API cannot listen on"), launch.err());
            assertTrue(launch.err().contains("set millrace.status.port to a free port"), launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void stopsAtEachSignalThatAsksForIt() throws Exception {
        for (String signal : List.of("INT", "TERM", "HUP")) {
            try (Launch launch = run(Launch.manifest(directory, Waits.class))) {
                launch.awaitOut("waiting");
                launch.signal(signal);
                assertEquals(0, launch.awaitExit(), signal);
                assertTrue(launch.err().startsWith("Stopping: the running batch ends first."), launch.err());
                assertNothingLeft(launch);
            }
        }
    }

    @Test
    void anExecutorThatIsKilledIsReplaced() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Waits.class))) {
            launch.awaitOut("waiting");
            ProcessHandle first = launch.awaitExecutor(1);
            first.destroyForcibly();
            ProcessHandle second = launch.awaitExecutor(1, first);
            launch.awaitErr("executor-1 was killed by signal 9 (SIGKILL); starting it again\n");
            second.destroyForcibly();
            launch.awaitExecutor(1, first, second);
            launch.awaitErr("executor-1 was killed by signal 9 (SIGKILL); starting it again in 500ms\n");
            launch.signal("INT");
            assertEquals(0, launch.awaitExit());
            assertNothingLeft(launch);
        }
    }

    @Test
    void executorsThatKeepFailingEndTheJob() throws Exception {
        try (Launch launch = run(
                Launch.manifest(directory, Waits.class, "  restartPolicy: {maxFailures: 2, initialBackoff: 1ms}"))) {
            launch.awaitOut("waiting");
            ProcessHandle first = launch.awaitExecutor(0);
            first.destroyForcibly();
            launch.awaitExecutor(0, first).destroyForcibly();
            assertEquals(1, launch.awaitExit());
            assertTrue(
                    launch.err()
                            .contains("error[MR-4001]: executor-0 was killed by signal 9 (SIGKILL), and"
                                    + " spec.restartPolicy allows no further failure of an executor (2 so far)"),
                    launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void aDriverThatIsKilledEndsTheJob() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Waits.class))) {
            launch.awaitOut("waiting");
            launch.awaitDriver().destroyForcibly();
            assertEquals(1, launch.awaitExit());
            assertEquals("error[MR-4001]: the driver was killed by signal 9 (SIGKILL)\n", launch.err());
            assertNothingLeft(launch);
        }
    }

    @Test
    void noProcessOutlivesALauncherThatIsKilled() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Waits.class))) {
            launch.awaitOut("waiting");
            launch.awaitExecutor(0);
            launch.awaitExecutor(1);
            launch.signal("KILL");
            assertEquals(137, launch.awaitExit());
            launch.awaitNoProcess();
            assertFalse(launch.filesLeft().isEmpty());
        }
        try (Launch next = run(Launch.manifest(directory, Prints.class))) {
            assertEquals(0, next.awaitExit());
            assertEquals(List.of(), next.filesLeft(), "what the killed launcher left");
        }
    }

    @Test
    void theFilesAreKeptWhenAskedFor() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Prints.class), "--keep")) {
            assertEquals(0, launch.awaitExit());
            assertEquals(1, launch.filesLeft().size());
            assertTrue(
                    launch.err()
                            .startsWith("The run's files are kept in "
                                    + launch.filesLeft().get(0)),
                    launch.err());
        }
    }

    @Test
    void noSecretIsAmongTheArgumentsOfAProcess() throws Exception {
        try (Launch launch = run(Launch.manifest(directory, Waits.class, "  conf: {own.password: s3cr3t}"))) {
            launch.awaitOut("waiting");
            for (ProcessHandle handle : List.of(launch.awaitDriver(), launch.awaitExecutor(0))) {
                String pid = String.valueOf(handle.pid());
                assertFalse(Files.readString(Path.of("/proc", pid, "cmdline")).contains("s3cr3t"));
                assertFalse(Files.readString(Path.of("/proc", pid, "environ")).contains("s3cr3t"));
            }
            launch.signal("TERM");
            assertEquals(0, launch.awaitExit());
        }
    }

    private Launch run(String manifest, String... options) throws IOException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "run";
        arguments[1] = manifest;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Launch.of(directory, List.of(), arguments);
    }

    private static void assertNothingLeft(Launch launch) throws IOException {
        launch.awaitNoProcess();
        assertEquals(List.of(), launch.filesLeft());
    }
}
