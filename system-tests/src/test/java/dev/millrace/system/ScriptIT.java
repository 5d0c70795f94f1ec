package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script at the root, in a source tree of its own with a Maven that only records how it was called. */
class ScriptIT {
    private static final Path SCRIPT =
            Path.of("..", "millrace").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("engine", "crds", "certificates", "runtime-image", "cli");

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path root;
    private Path tools;

    @BeforeEach
    void makeSourceTree() throws IOException {
        root = Files.createDirectories(directory.resolve("source tree"));
        tools = Files.createDirectories(directory.resolve("tools"));
        Files.copy(SCRIPT, root.resolve("millrace"));
        Files.writeString(root.resolve("pom.xml"), "");
        for (String module : MODULES) {
            Path sources = Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(sources.resolve("A.java"), "");
            Files.writeString(root.resolve(module).resolve("pom.xml"), "");
        }
        tool("mvn", """
                echo "$@" >>"%1$s/calls"
                mkdir -p "%2$s/target/millrace"
                ln -sfn "%3$s/lib" "%2$s/target/millrace/lib"
                """.formatted(tools, root, Launch.HOME));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PATH", tools + ":/usr/bin:/bin");
    }

    @Test
    void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
        Result first = millrace("--version");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.out().startsWith("millrace 0."), first.out());
        assertTrue(first.err().startsWith("Building Millrace (first run only): mvn package -pl cli;"), first.err());
        assertEquals(1, first.err().lines().count(), first.err());

        Result second = millrace("--version");
        assertEquals("", second.err());
        assertEquals(1, calls().size());

        Path changed = root.resolve("crds/src/main/A.java");
        Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(2)));
        Result third = millrace("--version");
        assertTrue(third.err().startsWith("Building Millrace: mvn package -pl cli;"), third.err());
        assertEquals(2, calls().size());
    }

    @Test
    void buildsTheExampleThatTheManifestNames() throws Exception {
        Path example = Files.createDirectories(root.resolve("examples/word-count"));
        Files.createDirectories(example.resolve("src/main"));
        Files.writeString(example.resolve("pom.xml"), "");
        Path manifest = Files.writeString(directory.resolve("job.yaml"), """
                spec:
                  application:
                    jar: "local:///opt/millrace/examples/word-count.jar"
                """);
        assertEquals(2, millrace("validate", manifest.toString()).code());
        assertTrue(calls().get(0).contains("-pl cli,examples/word-count -am"), calls().get(0));
        millrace("validate", manifest.toString());
        assertEquals(1, calls().size());
    }

    @Test
    void showsWhyTheBuildFailed() throws Exception {
        tool("mvn", "echo 'A.java:1: error: class expected'; exit 1");
        Result result = millrace("--version");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("A.java:1: error: class expected\n"), result.err());
        assertTrue(result.err().contains("error: the build failed; its whole output is in " + root), result.err());
        tool("mvn", "exit 1");
        assertEquals(2, millrace("--version").code());
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalEndsTheBuildQuietly(String signal, int code) throws Exception {
        Path pid = tools.resolve("pid");
        tool("mvn", "echo a line of the log; echo $$ >'%1$s.new'; mv '%1$s.new' '%1$s'; exec sleep 600".formatted(pid));
        Process script = start(List.of(root.resolve("millrace").toString(), "--version"));
        await().until(() -> Files.exists(pid));
        ProcessHandle maven =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, String.valueOf(script.pid()))
                        .start()
                        .waitFor());
        assertEquals(code, script.waitFor());
        assertFalse(maven.isAlive());
        Result result = result(code);
        assertEquals(1, result.err().lines().count(), result.err()); // that it builds
        assertTrue(result.err().startsWith("Building Millrace"), result.err());
        assertEquals("", result.out());

        // and the next call builds, as if nothing had been
        tool("mvn", "echo again >>'%s/calls'; exit 1".formatted(tools));
        assertEquals(2, millrace("--version").code());
        assertEquals(List.of("again"), calls());
    }

    @Test
    void buildsOnceThoughItIsCalledTwiceAtTheSameTime() throws Exception {
        Path building = tools.resolve("building");
        Path go = tools.resolve("go");
        tool("mvn", """
                echo "$@" >>"%1$s/calls"
                touch "%2$s"
                until [ -e "%3$s" ]; do sleep 0.05; done
                mkdir -p "%4$s/target/millrace"
                ln -sfn "%5$s/lib" "%4$s/target/millrace/lib"
                """.formatted(tools, building, go, root, Launch.HOME));
        Process first = start(List.of(root.resolve("millrace").toString(), "--version"));
        await().until(() -> Files.exists(building));
        Path err = directory.resolve("err of the second");
        ProcessBuilder builder = new ProcessBuilder(root.resolve("millrace").toString(), "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process second = builder.start();
        await().until(() -> Files.readString(err).startsWith("Waiting for process " + first.pid() + ","));
        Files.createFile(go);
        assertEquals(0, first.waitFor());
        assertEquals(0, second.waitFor());
        assertEquals(1, calls().size());
        assertEquals(1, Files.readString(err).lines().count(), Files.readString(err));
    }

    @Test
    void aBuildThatWasKilledIsNotWaitedFor() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(root.resolve("target/millrace"));
        Files.createSymbolicLink(root.resolve("target/millrace/.building"), Path.of(String.valueOf(gone.pid())));
        assertEquals(0, millrace("--version").code());
        assertEquals(1, calls().size());
    }

    @Test
    void saysThatItCannotWriteWhereItBuilds() throws Exception {
        Files.writeString(root.resolve("target"), "a file is not writable as a directory, for root either");
        Result result = millrace("--version");
        assertEquals(2, result.code());
        assertEquals(
                "error: Millrace has to be built and " + root.toRealPath()
                        + "/target/millrace cannot be written to. Build it in a copy of the sources that is yours.\n",
                result.err());
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));
        for (String name : List.of("bash", "dirname", "readlink", "sed", "find", "head", "mkdir")) {
            Files.createSymbolicLink(tools.resolve(name), Path.of("/usr/bin", name));
        }
        environment.put("PATH", tools.toString());
        Result result = millrace("--version");
        assertEquals(2, result.code());
        assertEquals(
                "error: Millrace has to be built and there is no mvn. Install Maven 3.8.7 or newer.\n", result.err());
    }

    @Test
    void refusesAJavaThatIsMissingOrTooOld() throws Exception {
        environment.put("JAVA_HOME", "/none");
        assertEquals(
                "error: JAVA_HOME is /none, which has no bin/java. Set it to a JDK of version 17 or newer, or unset it.\n",
                millrace("--version").err());

        Path old = Files.createDirectories(directory.resolve("jdk-8/bin")).getParent();
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/true"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"1.8.0_392\"\n");
        environment.put("JAVA_HOME", old.toString());
        Result result = millrace("--version");
        assertEquals(2, result.code());
        assertEquals(
                "error: JAVA_HOME (" + old + ") is Java 8; Millrace needs 17 or newer. Set JAVA_HOME to a newer JDK.\n",
                result.err());

        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.21\"\n");
        assertTrue(millrace("--version").err().contains("is Java 11;"));
    }

    @Test
    void followsSymbolicLinksAndTakesTheJavaOfThePath() throws Exception {
        environment.remove("JAVA_HOME");
        Files.createSymbolicLink(tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("second"), Path.of("..", "source tree", "millrace"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("second"));
        Result result = run(List.of(bin.resolve("first").toString(), "--version"));
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().startsWith("millrace 0."), result.out());
    }

    @Test
    void withoutSourcesItRunsTheJarsBesideIt() throws Exception {
        Path installed = Files.createDirectories(directory.resolve("installed"));
        Files.copy(SCRIPT, installed.resolve("millrace"));
        Files.createSymbolicLink(installed.resolve("lib"), Launch.HOME.resolve("lib"));
        Result result = run(List.of(installed.resolve("millrace").toString(), "--version"));
        assertEquals(0, result.code(), result.err());
        assertFalse(Files.exists(tools.resolve("calls")));
    }

    private void tool(String name, String script) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(tools.resolve("calls"));
    }

    private Result millrace(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(root.resolve("millrace").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Result run(List<String> command) throws Exception {
        return result(start(command).waitFor());
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(DefaultSignals.of(command))
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Result result(int code) throws IOException {
        return new Result(code, Files.readString(directory.resolve("out")), Files.readString(directory.resolve("err")));
    }

    private record Result(int code, String out, String err) {}
}
