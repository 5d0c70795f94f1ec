package dev.millrace.kafka.broker;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in a JVM of its own, which a test can kill. It has one plain listener. What it logs is in {@code DIRECTORY.log};
 * {@link #close} deletes its data and leaves the log. It ends with the JVM that started it. Used by one thread.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;

    private final BrokerSettings settings;
    private @Nullable Process process;

    private BrokerProcess(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Starts a broker and returns when it takes requests. */
    public static BrokerProcess start(BrokerSettings settings) throws IOException, InterruptedException {
        BrokerProcess broker = new BrokerProcess(settings);
        broker.start();
        return broker;
    }

    /** What the process runs: a broker, until standard input ends. */
    public static void main(String[] arguments) throws Exception {
        BrokerSettings settings = new BrokerSettings(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                null,
                null,
                Map.of());
        TestBroker broker = TestBroker.start(settings);
        System.in.transferTo(OutputStream.nullOutputStream());
        broker.stop();
    }

    /** Starts it again, with the data that it has. */
    public void start() throws IOException, InterruptedException {
        if (process != null) {
            throw new IllegalStateException("the broker runs already");
        }
        if (settings.tls() != null
                || settings.sasl() != null
                || !settings.properties().isEmpty()) {
            throw new IllegalArgumentException("a broker of its own process has a plain listener and no properties");
        }
        Path directory = settings.directory().toAbsolutePath();
        Files.createDirectories(directory);
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx320m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString(),
                        String.valueOf(settings.port()),
                        String.valueOf(settings.controllerPort()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                .start();
        process = started;
        try {
            awaitReady(started);
        } catch (InterruptedException | RuntimeException e) {
            kill();
            throw e;
        }
    }

    private File log() {
        return new File(settings.directory().toAbsolutePath() + ".log");
    }

    private void awaitReady(Process started) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        try (Admin admin = TestBroker.admin(settings.bootstrapServers())) {
            while (true) {
                if (!started.isAlive()) {
                    throw new IllegalStateException("the broker ended with " + started.exitValue() + ": see " + log());
                }
                try {
                    admin.describeCluster().nodes().get(LOOK_MILLIS * 10, TimeUnit.MILLISECONDS);
                    return;
                } catch (ExecutionException | TimeoutException e) {
                    if (System.nanoTime() > end) {
                        throw new IllegalStateException("the broker does not answer after " + START + ": see " + log());
                    }
                    Thread.sleep(LOOK_MILLIS);
                }
            }
        }
    }

    public BrokerSettings settings() {
        return settings;
    }

    /** {@code host:port} of its listener. */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** A client for topics and groups; to be closed. */
    public Admin admin() {
        return TestBroker.admin(settings.bootstrapServers());
    }

    /** The running process, to be paused for example; empty when it does not run. */
    public List<ProcessHandle> handle() {
        return process == null ? List.of() : List.of(process.toHandle());
    }

    /** Ends it at once, as a loss of power would. */
    public void kill() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** Kills it and deletes its data. */
    @Override
    public void close() throws IOException {
        kill();
        TestBroker.delete(settings.directory());
    }
}
