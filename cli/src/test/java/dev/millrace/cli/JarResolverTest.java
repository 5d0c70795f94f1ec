package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.crds.v1.ApplicationSpec;
import dev.millrace.crds.v1.JarVolume;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarResolverTest {
    /** SHA-256 of "jar". */
    private static final String SHA256 = "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592";

    @TempDir
    Path directory;

    private Path example;
    private JarResolver resolver;

    @BeforeEach
    void makeHome() throws IOException {
        Path examples = Files.createDirectories(directory.resolve("home/examples"));
        example = Files.writeString(examples.resolve("word-count.jar"), "The quick brown fox jumps over the lazy dog");
        resolver = new JarResolver(new Home(directory.resolve("home")), directory);
    }

    @Test
    void takesAPathThatExistsAsItIs() {
        assertEquals(Optional.of(example), resolver.resolve(application("local://" + example, null), null));
    }

    @Test
    void looksForAPathOfTheImageBelowItsOwnBuild() {
        assertEquals(
                Optional.of(example),
                resolver.resolve(application("local:///opt/millrace/examples/word-count.jar", SHA256), null));
    }

    @Test
    void aJarThatTheUserNamesWins() throws IOException {
        Path own = Files.writeString(directory.resolve("own.jar"), "");
        assertEquals(Optional.of(own), resolver.resolve(application("local:///none.jar", null), own));
    }

    @Test
    void aManifestNeedsNoJar() {
        assertEquals(Optional.empty(), resolver.resolve(application(null, null), null));
    }

    @Test
    void asksForTheJarThatLiesInAVolume() {
        JarVolume volume = new JarVolume("jars", null, "words.jar");
        assertRefused(
                "spec.application.volume: there are no volumes in a local run; name the jar with --jar",
                new ApplicationSpec(null, null, volume, "a.B", List.of()));
        assertEquals(
                Optional.of(example),
                resolver.resolve(new ApplicationSpec(null, null, volume, "a.B", List.of()), example));
    }

    @Test
    void namesAllPlacesItHasLookedAt() {
        assertRefused(
                "spec.application.jar: no such file: /opt/millrace/examples/words.jar, and none at "
                        + directory.resolve("home/examples/words.jar")
                        + " (there are: word-count.jar); build it, correct the path, or name another jar with --jar",
                application("local:///opt/millrace/examples/words.jar", null));
        assertRefused(
                "spec.application.jar: no such file: /none/words.jar; build it, correct the path, or name another jar"
                        + " with --jar",
                application("local:///none/words.jar", null));
    }

    @Test
    void refusesAJarWithAnotherChecksum() {
        assertRefused(
                "spec.application.sha256: the checksum of local://" + example + " is " + SHA256 + ", expected "
                        + "0".repeat(64) + "; the jar is not the one that the manifest means",
                application("local://" + example, "0".repeat(64)));
    }

    @Test
    void fetchesAJarFromAUrl() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/a.jar", exchange -> {
            byte[] body = Files.readAllBytes(example);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            Path jar =
                    resolver.resolve(application(url + "/a.jar", SHA256), null).orElseThrow();
            assertEquals(Files.readString(example), Files.readString(jar));
            Files.delete(jar);
            MillraceException e = assertThrows(
                    MillraceException.class, () -> resolver.resolve(application(url + "/b.jar", SHA256), null));
            assertTrue(
                    e.getMessage().startsWith("spec.application.jar: cannot fetch " + url + "/b.jar: "),
                    e.getMessage());
        } finally {
            server.stop(0);
        }
    }

    private void assertRefused(String message, ApplicationSpec application) {
        MillraceException e = assertThrows(MillraceException.class, () -> resolver.resolve(application, null));
        assertEquals(ErrorCode.PROGRAM, e.code());
        assertEquals(message, e.getMessage());
    }

    private static ApplicationSpec application(String jar, String sha256) {
        return new ApplicationSpec(jar, sha256, null, "a.B", List.of());
    }
}
