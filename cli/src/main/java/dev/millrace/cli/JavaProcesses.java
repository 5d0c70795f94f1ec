package dev.millrace.cli;

import dev.millrace.crds.v1.MemoryText;
import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.runtime.DriverMain;
import dev.millrace.runtime.ExecutorMain;
import dev.millrace.runtime.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts driver and executors as JVMs on this machine. They ignore the terminal's own signals, so that Ctrl-C reaches the
 * launcher alone (not where there is no shell, as in the image), and they end when the launcher's end of their standard
 * input is closed.
 */
final class JavaProcesses implements Processes {
    private static final Path SHELL = Path.of("/bin/sh");

    private final StreamingJobSpec spec;
    private final ProcessFiles files;
    private final String classPath;
    private final Supplier<List<String>> classData;
    private final Screen screen;
    private final Map<Integer, Path> executorFiles = new HashMap<>();
    private @Nullable Path driverFile;

    /** @param classData options with which a process that starts now has the class-data archive */
    JavaProcesses(
            StreamingJobSpec spec,
            ProcessFiles files,
            String classPath,
            Supplier<List<String>> classData,
            Screen screen) {
        this.spec = spec;
        this.files = files;
        this.classPath = classPath;
        this.classData = classData;
        this.screen = screen;
    }

    @Override
    public Child startDriver() {
        Path conf = driverFile == null ? files.driver() : driverFile;
        driverFile = conf;
        Map<String, String> variables = Map.of(ProcessEnvironment.CONF, conf.toString());
        Process process = start(command(spec.driver().memory(), DriverMain.class), variables);
        return new JavaChild(
                process,
                List.of(
                        LinePump.start("driver-out", process.getInputStream(), screen::writeOut, ""),
                        LinePump.start("driver-err", process.getErrorStream(), screen::writeErr, "")));
    }

    @Override
    public Child startExecutor(int ordinal) {
        Path conf = executorFiles.computeIfAbsent(ordinal, files::executor);
        Process process = start(
                command(spec.executor().memory(), ExecutorMain.class),
                Map.of(ProcessEnvironment.CONF, conf.toString(), ProcessEnvironment.ORDINAL, String.valueOf(ordinal)));
        String prefix = "[executor-" + ordinal + "] ";
        return new JavaChild(
                process,
                List.of(
                        LinePump.start("executor-out", process.getInputStream(), screen::writeErr, prefix),
                        LinePump.start("executor-err", process.getErrorStream(), screen::writeErr, prefix)));
    }

    private List<String> command(String memory, Class<?> mainClass) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            command.addAll(List.of(SHELL.toString(), "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + (MemoryText.parse(memory) >> 20) + "m");
        command.addAll(JvmFlags.OF_CHILDREN);
        command.addAll(classData.get());
        command.addAll(List.of("-cp", classPath, mainClass.getName()));
        return command;
    }

    private static Process start(List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        builder.environment().put(ProcessEnvironment.PARENT_PIPE, "1");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.PROCESS, "cannot start a process: " + e.getMessage(), e);
        }
    }

    /**
     * A JVM; it is ended through its handle, as ending a {@link Process} would also cut off what it still prints.
     *
     * @param pumps threads that copy its output; it counts as ended when they are done
     */
    private record JavaChild(Process process, List<Thread> pumps) implements Child {
        /** A process that inherited the pipes may hold them open for ever; that much longer nobody waits. */
        private static final long DRAIN_MILLIS = 2_000;

        @Override
        public void onExit(IntConsumer action) {
            CompletableFuture<Void> unused = process.onExit().thenAcceptAsync(ended -> {
                pumps.forEach(JavaChild::drain);
                action.accept(ended.exitValue());
            });
        }

        @Override
        public void terminate() {
            process.toHandle().destroy();
        }

        @Override
        public void kill() {
            process.toHandle().destroyForcibly();
        }

        private static void drain(Thread pump) {
            try {
                pump.join(DRAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
