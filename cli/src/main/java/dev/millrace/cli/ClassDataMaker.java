package dev.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the class-data archive in the background of a run, where there is none: once driver and executors have had their start, and behind
 * all other work of the machine. {@link #close} ends it, and leaves nothing half made.
 */
final class ClassDataMaker implements AutoCloseable {
    private static final String CLASSES = "classes.lst";
    private static final Path SHELL = Path.of("/bin/sh");

    private final ClassDataArchive archive;
    private final RunDirectory directory;
    private final String classPath;
    private final Thread thread;
    private @Nullable Process process;
    private boolean closed;

    private ClassDataMaker(ClassDataArchive archive, RunDirectory directory, String classPath, long delayMillis) {
        this.archive = archive;
        this.directory = directory;
        this.classPath = classPath;
        this.thread = new Thread(() -> make(delayMillis), "class-data");
        thread.setDaemon(true);
    }

    /** Begins after {@code delayMillis}. */
    static ClassDataMaker start(ClassDataArchive archive, RunDirectory directory, String classPath, long delayMillis) {
        ClassDataMaker maker = new ClassDataMaker(archive, directory, classPath, delayMillis);
        maker.thread.start();
        return maker;
    }

    private void make(long delayMillis) {
        try {
            Thread.sleep(delayMillis);
            Optional<Path> begun = archive.begin();
            if (begun.isPresent() && Files.isExecutable(SHELL)) {
                make(begun.get());
            }
        } catch (IOException e) {
            // a full disk, say: the next run tries again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over
        }
    }

    private void make(Path temporary) throws IOException, InterruptedException {
        try {
            Process dump = start(command(temporary));
            if (dump != null && dump.waitFor() == 0 && Files.exists(temporary)) {
                archive.publish(temporary);
            }
        } finally {
            kill();
            Files.deleteIfExists(temporary);
        }
    }

    private List<String> command(Path temporary) throws IOException {
        Path classes = directory.path(CLASSES);
        try (InputStream list = ClassDataMaker.class.getResourceAsStream(CLASSES)) {
            if (list == null) {
                throw new IOException("no " + CLASSES + " beside the launcher's classes");
            }
            Files.copy(list, classes);
        }
        List<String> command = new ArrayList<>();
        command.addAll(List.of(SHELL.toString(), "-c", "trap '' INT HUP; exec nice -n 19 \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.OF_CHILDREN);
        // Those of the image's archive, but for the collector: with G1 the objects of the JVM's start are in the
        // archive too.
        command.addAll(List.of("-Xshare:dump", "-Xmx128m", "-XX:+UseG1GC"));
        command.addAll(List.of("-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + temporary));
        command.addAll(List.of("-Xlog:disable", "-cp", classPath));
        return command;
    }

    private synchronized @Nullable Process start(List<String> command) throws IOException {
        if (!closed) {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
        return process;
    }

    private synchronized void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
