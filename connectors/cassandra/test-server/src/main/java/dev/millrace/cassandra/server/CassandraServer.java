package dev.millrace.cassandra.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Cassandra server in a process of its own, which listens on loopback alone and lets one user in.
 *
 * <pre>{@code
 * try (CassandraServer server = CassandraServer.start(directory, null)) {
 *     ... server.port() ...
 * }
 * }</pre>
 *
 * <p>The system property {@code millrace.cassandra.server.classpath} names a file with the server's class path, which the build of
 * this module writes to {@code target/classpath}. The process ends with the one that started it, however that ends. {@link
 * #close} kills it and deletes the directory. Used by one thread.
 */
public final class CassandraServer implements AutoCloseable {
    /** The one user, who may do everything. */
    public static final String USER = "cassandra";

    /** The user's password. */
    public static final String PASSWORD = "cassandra";

    private static final String CLASS_PATH = "millrace.cassandra.server.classpath";
    private static final Duration START = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS = 50;

    /**
     * A certificate, for clients that want TLS; others may do without.
     *
     * @param keyStore PKCS12 file with the server's key and certificate
     */
    public record Tls(Path keyStore, String password) {
        @Override
        public String toString() {
            return "Tls[keyStore=" + keyStore + "]";
        }
    }

    private final ServerFiles files;
    private final int storagePort;
    private final int port;
    private @Nullable Process process;

    private CassandraServer(ServerFiles files, int storagePort, int port) {
        this.files = files;
        this.storagePort = storagePort;
        this.port = port;
    }

    /** Whether there is a Java here that the server runs on: from 17 to 23, this JVM's or one installed beside it. */
    public static boolean isAvailable() {
        return ServerJava.find().isPresent();
    }

    /**
     * Starts a server and returns when it takes connections. The user may be let in a moment later only.
     *
     * @param directory for its data; made when it is not there, and deleted at the end
     * @param tls null for a server without
     */
    public static CassandraServer start(Path directory, @Nullable Tls tls) throws IOException, InterruptedException {
        ServerFiles files = new ServerFiles(directory.toAbsolutePath());
        CassandraServer server = new CassandraServer(files, freePort(), freePort());
        files.write(server.storagePort, server.port, tls);
        server.start();
        return server;
    }

    /** Starts it again after {@link #kill}, with the data that it has. */
    public void start() throws IOException, InterruptedException {
        if (process != null) {
            throw new IllegalStateException("the server runs already");
        }
        String classPathFile = System.getProperty(CLASS_PATH);
        if (classPathFile == null) {
            throw new IllegalStateException(
                    "the system property " + CLASS_PATH + " must name the file with the class path");
        }
        Path java = ServerJava.find().orElseThrow(() -> new IllegalStateException("no Java from 17 to 23 is here"));
        Process started = new ProcessBuilder(ServerCommand.of(
                        java, files, Files.readString(Path.of(classPathFile)).trim()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
                .start();
        process = started;
        try {
            awaitReady(started);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitReady(Process started) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!listens()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                String state =
                        started.isAlive() ? "does not listen after " + START : "ended with " + started.exitValue();
                throw new IllegalStateException("the server " + state + ": " + Files.readString(files.log()));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LOOK_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Port of its clients, at 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The running process, to be paused for example; null when it does not run. */
    public @Nullable ProcessHandle handle() {
        return process == null ? null : process.toHandle();
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
        files.delete();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
