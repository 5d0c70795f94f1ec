package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchMainTest {
    /** SHA-256 of "hello". */
    private static final String SUM = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/words.jar", exchange -> {
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void fetchesAFileWithTheRightChecksum() throws IOException {
        Path jar = folder.resolve("application.jar");
        FetchMain.fetch(url("/words.jar"), SUM, jar);
        assertEquals("hello", Files.readString(jar));
    }

    @Test
    void refusesAFileWithAnotherChecksum() {
        Path jar = folder.resolve("application.jar");
        MillraceException e =
                assertThrows(MillraceException.class, () -> FetchMain.fetch(url("/words.jar"), "a".repeat(64), jar));
        assertEquals(ErrorCode.PROGRAM, e.code());
        assertTrue(e.getMessage().contains(SUM), e.getMessage());
        assertFalse(Files.exists(jar));
        assertFalse(Files.exists(folder.resolve("application.jar.part")));
    }

    @Test
    void saysWhatCannotBeFetched() {
        MillraceException e = assertThrows(
                MillraceException.class, () -> FetchMain.fetch(url("/none.jar"), SUM, folder.resolve("a.jar")));
        assertTrue(e.getMessage().contains("/none.jar"), e.getMessage());
    }
}
