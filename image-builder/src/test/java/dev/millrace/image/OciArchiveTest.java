package dev.millrace.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciArchiveTest {
    @TempDir
    Path directory;

    @Test
    void anArchiveReadAndWrittenAgainIsTheSame() throws Exception {
        OciImage image = image();
        Path first = directory.resolve("first.tar");
        OciArchive.write(image, ImageName.parse("millrace/test:1"), TestImages.TIME, first);

        OciImage read = OciArchive.read(first, directory.resolve("scratch"));
        assertEquals(image.config().json(), read.config().json());
        assertEquals(
                image.layers().stream().map(Layer::digest).toList(),
                read.layers().stream().map(Layer::digest).toList());
        Path second = directory.resolve("second.tar");
        OciArchive.write(read, ImageName.parse("millrace/test:1"), TestImages.TIME, second);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    @Test
    void aDamagedLayerIsFound() throws Exception {
        OciImage image = image();
        Path archive = directory.resolve("image.tar");
        OciArchive.write(image, ImageName.parse("millrace/test:1"), TestImages.TIME, archive);
        byte[] bytes = Files.readAllBytes(archive);
        byte[] layer = Files.readAllBytes(image.layers().get(0).blob());
        bytes[indexOf(bytes, layer) + 20] ^= 1;
        Files.write(archive, bytes);

        String message = assertThrows(
                        ImageException.class, () -> OciArchive.read(archive, directory.resolve("scratch")))
                .getMessage();
        assertTrue(message.contains(image.layers().get(0).digest()), message);
    }

    @Test
    void namesHaveATagAndTheirRegistry() {
        assertEquals(
                "docker.io/millrace/runtime:0.1.0",
                ImageName.parse("millrace/runtime:0.1.0").qualified());
        assertEquals("docker.io/library/job:1", ImageName.parse("job:1").qualified());
        assertEquals(
                "localhost:5000/job:1", ImageName.parse("localhost:5000/job:1").qualified());
        assertEquals(
                "registry.example.com/a/b:1",
                ImageName.parse("registry.example.com/a/b:1").qualified());
        for (String wrong : List.of("millrace/runtime", "Millrace:1", "millrace:", "a b:1")) {
            assertThrows(ImageException.class, () -> ImageName.parse(wrong), wrong);
        }
    }

    @Test
    void variablesAndLabelsReplaceEarlierOnes() {
        ImageConfig config = ImageConfig.empty(TestImages.TIME)
                .withEnvironment("PATH", "/one")
                .withEnvironment("PATH", "/two")
                .withLabels(Map.of("a", "1", "b", "2"))
                .withLabels(Map.of("a", "3"));
        assertEquals("/two", config.environment("PATH").orElseThrow());
        assertEquals(
                "{\"Env\":[\"PATH=/two\"],\"Labels\":{\"a\":\"3\",\"b\":\"2\"}}",
                config.json()
                        .path("config")
                        .toString()
                        .replace("{\"b\":\"2\",\"a\":\"3\"}", "{\"a\":\"3\",\"b\":\"2\"}"));
    }

    private OciImage image() {
        return TestImages.image(
                TestImages.layer(directory, "low", content -> content.putText("/etc/name", "low")),
                TestImages.layer(directory, "high", content -> content.putText("/etc/name", "high")));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int start = 0; start <= bytes.length - part.length; start++) {
            if (java.util.Arrays.equals(bytes, start, start + part.length, part, 0, part.length)) {
                return start;
            }
        }
        throw new AssertionError("the archive does not hold the layer");
    }
}
