package dev.millrace.cassandra.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The Java that runs the server: Cassandra 5.0 needs one that still has a security manager. */
final class ServerJava {
    private static final int OLDEST = 17;
    private static final int NEWEST = 23;

    private ServerJava() {}

    /** The home of this JVM, or of one beside it; empty when none of them will do. */
    static Optional<Path> find() {
        Path own = Path.of(System.getProperty("java.home"));
        if (serves(Runtime.version().feature())) {
            return Optional.of(own);
        }
        Path siblings = own.toAbsolutePath().getParent();
        if (siblings == null) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(siblings)) {
            return homes.filter(home -> serves(featureOf(home))).sorted().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean serves(int feature) {
        return feature >= OLDEST && feature <= NEWEST;
    }

    /** As its release file says; 0 when there is none. */
    private static int featureOf(Path home) {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        Properties release = new Properties();
        try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
            release.load(file);
            String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }
}
