package dev.millrace.system;

import static org.awaitility.Awaitility.await;

import dev.millrace.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A launcher process under test, with its manifest, its output and every process that it ever had. */
final class Launch implements AutoCloseable {
    static final Path HOME =
            Path.of("..", "target", "millrace").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern ORDINAL = Pattern.compile("(?:^|\0)MILLRACE_EXECUTOR_ORDINAL=(\\d+)\0");

    private final Process process;
    private final Path out;
    private final Path err;
    private final Path temporary;
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

    private Launch(Process process, Path directory) {
        this.process = process;
        this.out = directory.resolve("out");
        this.err = directory.resolve("err");
        this.temporary = directory.resolve("tmp");
    }

    /** Starts the launcher with these arguments in {@code directory}; its temporary directory is {@code tmp} below it. */
    static Launch of(Path directory, List<String> jvmOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command), directory);
    }

    static Launch start(ProcessBuilder builder, Path directory) throws IOException {
        Files.createDirectories(directory.resolve("tmp"));
        Process process = builder.command(DefaultSignals.of(builder.command()))
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        return new Launch(process, directory);
    }

    /** Runs a program of the tests, whose driver is started again however often it ends, with such settings ({@code key=value}). */
    static Launch unceasing(Path directory, Class<?> program, Path checkpoint, String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--checkpoint=" + checkpoint));
        for (String setting : settings) {
            arguments.add("--conf=" + setting);
        }
        arguments.add(manifest(directory, program, "  restartPolicy: {maxFailures: 50, initialBackoff: 100ms}"));
        return of(directory, List.of(), arguments.toArray(String[]::new));
    }

    /** Writes a manifest for a program of the tests, with more lines for its spec. */
    static String manifest(Path directory, Class<?> program, String... spec) throws IOException {
        return manifest(directory, program.getName(), spec);
    }

    static String manifest(Path directory, String mainClass, String... spec) throws IOException {
        String text = """
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata:
                  name: test-job
                spec:
                  application:
                    jar: local://%s
                    mainClass: %s
                    args: ["first", "two words"]
                  driver: {memory: 128m}
                  executor: {replicas: 2, memory: 128m}
                """.formatted(jar(directory), mainClass);
        return Files.writeString(directory.resolve("job.yaml"), text + String.join("\n", spec) + "\n")
                .toString();
    }

    /** A jar with the programs of the tests. */
    static Path jar(Path directory) throws IOException {
        Path classes = Path.of("target", "test-classes").toAbsolutePath();
        Path jar = directory.resolve("programs.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> programs = Files.list(classes.resolve("dev/millrace/system/programs"))) {
            for (Path program : programs.sorted().toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(program).toString()));
                Files.copy(program, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    void awaitOut(String text) {
        await("output with \"" + text + "\"").atMost(PATIENCE).until(() -> out().contains(text));
    }

    void awaitErr(String text) {
        await("error output with \"" + text + "\"").atMost(PATIENCE).until(() -> err().contains(text));
    }

    /** The JVM of an executor, as soon as there is one that is not {@code before}. */
    ProcessHandle awaitExecutor(int ordinal, ProcessHandle... before) {
        return await("executor " + ordinal)
                .atMost(PATIENCE)
                .until(
                        () -> descendants()
                                .filter(handle -> !List.of(before).contains(handle))
                                .filter(handle -> isExecutor(handle, ordinal))
                                .findFirst()
                                .orElse(null),
                        handle -> handle != null);
    }

    /** The JVM of the driver. */
    ProcessHandle awaitDriver() {
        return await("driver")
                .atMost(PATIENCE)
                .until(
                        () -> descendants()
                                .filter(handle -> commandLine(handle).contains("DriverMain"))
                                .findFirst()
                                .orElse(null),
                        handle -> handle != null);
    }

    /** The JVMs of the run that are there now, by role: {@code driver}, {@code executor-0} and so on. */
    Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> byRole = new TreeMap<>();
        descendants().forEach(handle -> {
            String command = commandLine(handle);
            if (command.contains("exec \"$@\"")) {
                return; // the shell that is going to be the JVM
            }
            if (command.contains("DriverMain")) {
                byRole.put("driver", handle);
            } else if (command.contains("ExecutorMain")) {
                Matcher ordinal = ORDINAL.matcher(environment(handle));
                if (ordinal.find()) {
                    byRole.put("executor-" + ordinal.group(1), handle);
                }
            }
        });
        return byRole;
    }

    void signal(String name) throws IOException, InterruptedException {
        signal(process.toHandle(), name);
    }

    static void signal(ProcessHandle handle, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(handle.pid()))
                .start()
                .waitFor();
    }

    /** The exit code of the launcher. */
    int awaitExit() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            descendants().forEach(handle -> {});
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the launcher has not ended; its error output is in " + err);
            }
        }
        return process.exitValue();
    }

    /** Waits until no process of the run is left. */
    void awaitNoProcess() {
        await("the end of all processes")
                .atMost(PATIENCE)
                .until(() -> seen.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** What the run has left in the temporary directory, but for the JVM's own files. */
    List<Path> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    @Override
    public void close() {
        descendants().forEach(handle -> {});
        process.destroyForcibly();
        seen.forEach(ProcessHandle::destroyForcibly);
    }

    private Stream<ProcessHandle> descendants() {
        List<ProcessHandle> now = process.descendants().toList();
        seen.addAll(now);
        return now.stream();
    }

    private static boolean isExecutor(ProcessHandle handle, int ordinal) {
        return commandLine(handle).contains("ExecutorMain")
                && environment(handle).contains("MILLRACE_EXECUTOR_ORDINAL=" + ordinal + "\0");
    }

    private static String commandLine(ProcessHandle handle) {
        return ofKernel(handle, "cmdline");
    }

    private static String environment(ProcessHandle handle) {
        return ofKernel(handle, "environ");
    }

    private static String ofKernel(ProcessHandle handle, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(handle.pid()), file));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            return String.join(
                    File.pathSeparator, jars.map(Path::toString).sorted().toList());
        }
    }
}
