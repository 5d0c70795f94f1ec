package dev.millrace.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base from a registry: one on this machine that serves the blobs of an archive as the distribution API has it. */
class RegistryBaseTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path directory;

    private HttpsServer registry;
    private OciImage image;
    private Path blobs;

    @BeforeEach
    void start() throws Exception {
        image = TestImages.image(
                TestImages.layer(directory, "low", content -> content.putText("/etc/name", "low")),
                TestImages.layer(directory, "high", content -> content.putText("/etc/name", "high")));
        image = image.with(image.config().withEnvironment("JAVA_HOME", "/opt/java"));
        Path archive = directory.resolve("image.tar");
        OciArchive.write(image, ImageName.parse("base:1"), TestImages.TIME, archive);
        OciArchive.read(archive, directory.resolve("served"));
        blobs = directory.resolve("served/blobs/sha256");
        JsonNode index = new ObjectMapper()
                .readTree(directory.resolve("served/index.json").toFile());
        String manifest = Digests.hex(index.at("/manifests/0/digest").asText());

        registry = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        registry.createContext("/v2/", exchange -> answer(exchange, manifest));
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void layersAndConfigurationComeAsTheyAre() {
        OciImage pulled = RegistryBase.pull(reference("1"), directory.resolve("cache"), directory);
        assertEquals(
                image.layers().stream().map(Layer::digest).toList(),
                pulled.layers().stream().map(Layer::digest).toList());
        assertEquals("/opt/java", pulled.config().environment("JAVA_HOME").orElseThrow());
        assertEquals(image.config().diffIds(), pulled.config().diffIds());
    }

    @Test
    void anImageThatIsNotThereIsNamed() {
        String message = assertThrows(
                        ImageException.class,
                        () -> RegistryBase.pull(reference("none"), directory.resolve("cache"), directory))
                .getMessage();
        assertTrue(message.contains(reference("none")), message);
    }

    private SSLContext selfSigned() throws Exception {
        Path store = directory.resolve("registry.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin/keytool").toString();
        Command.run(
                directory,
                List.of(
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private String reference(String tag) {
        return "localhost:" + registry.getAddress().getPort() + "/base:" + tag;
    }

    private void answer(HttpExchange exchange, String manifest) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        boolean isManifest = path.contains("/manifests/");
        Path blob = blobs.resolve(isManifest && last.equals("1") ? manifest : last.replace("sha256:", ""));
        byte[] body = Files.isRegularFile(blob) ? Files.readAllBytes(blob) : new byte[0];
        if (isManifest) {
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
        }
        int code = path.equals("/v2/") || body.length > 0 ? 200 : 404;
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, isHead || body.length == 0 ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
