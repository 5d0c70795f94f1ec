package dev.millrace.rdd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text and object files, and who reads them. */
class SavedFilesTest {
    record Reading(String station, double value) {}

    /** Has a form of its own. */
    static final class Secretive implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() {
            return "something else";
        }
    }

    /** Not to be made: its constructor has an argument. */
    static final class WithArgument implements CompressionCodec {
        WithArgument(int level) {
            assertTrue(level > 0);
        }

        @Override
        public String extension() {
            return ".x";
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return out;
        }
    }

    @TempDir
    Path folder;

    private final MillraceContext context = new MillraceContext("local[2]", "job");

    @AfterEach
    void stop() {
        context.stop();
    }

    private String target(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void textIsReadBack() {
        List<String> lines = List.of("one", "", "Größe", "last");
        context.parallelize(lines, 3).saveAsTextFile(target("plain"));
        assertEquals(lines, context.textFile(target("plain")).collect());
        assertEquals(lines, context.textFile("file:" + target("plain")).collect());
    }

    @Test
    void gzippedTextIsReadBackByGzip() throws IOException {
        List<String> lines =
                IntStream.range(0, 10_000).mapToObj(i -> "line " + i).toList();
        context.parallelize(lines, 2).saveAsTextFile(target("zipped"), GzipCodec.class);
        assertEquals(lines, context.textFile(target("zipped")).collect());
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("zipped/part-00000.gz")))) {
            assertTrue(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .startsWith("line 0\nline 1\n"));
        }
    }

    @Test
    void objectsAreReadBack() {
        List<Tuple2<String, Reading>> readings = IntStream.range(0, 20_000)
                .mapToObj(i -> new Tuple2<>("key " + i, new Reading("station " + i % 7, i / 3.0)))
                .toList();
        for (boolean zipped : List.of(false, true)) {
            String to = target("objects" + zipped);
            if (zipped) {
                context.parallelize(readings, 3).saveAsObjectFile(to, GzipCodec.class);
            } else {
                context.parallelize(readings, 3).saveAsObjectFile(to);
            }
            RDD<Tuple2<String, Reading>> read = context.objectFile(to);
            assertEquals(3, read.getNumPartitions());
            assertEquals(readings, read.collect());
        }
    }

    @Test
    void anOutputWithoutRecordsIsReadAsOne() {
        context.<String>emptyRDD().saveAsTextFile(target("none"));
        assertEquals(List.of(), context.textFile(target("none")).collect());
        context.parallelize(List.<Integer>of(), 2).saveAsObjectFile(target("empty"));
        assertEquals(List.of(), context.objectFile(target("empty")).collect());
    }

    @Test
    void severalOutputsAreReadByAPattern() {
        context.parallelize(List.of("a", "b"), 2).saveAsTextFile(target("out-1000"));
        context.parallelize(List.of("c"), 1).saveAsTextFile(target("out-2000"));
        context.parallelize(List.of("d"), 1).saveAsTextFile(target("other"));
        assertEquals(List.of("a", "b", "c"), context.textFile(target("out-*")).collect());
    }

    @Test
    void theManifestSaysWhatBelongsToAnOutput() throws IOException {
        context.parallelize(List.of("a", "b"), 2).saveAsTextFile(target("out"));
        Path directory = folder.resolve("out");
        Files.writeString(directory.resolve("part-00007"), "somebody else's\n");
        assertEquals(List.of("a", "b"), context.textFile(target("out")).collect());

        Files.writeString(directory.resolve("part-00001"), "b");
        refused("part-00001 is missing or not 2 bytes long", () -> context.textFile(target("out")));
        Files.delete(directory.resolve("part-00001"));
        refused("part-00001 is missing or not 2 bytes long", () -> context.textFile(target("*")));

        Path manifest = directory.resolve(MillraceContext.OUTPUT_MANIFEST);
        List<String> lines = Files.readAllLines(manifest);
        Files.write(manifest, lines.subList(0, lines.size() - 1));
        refused("it is cut off", () -> context.textFile(target("out")));
        Files.writeString(manifest, "millrace-files 2\nend 0\n");
        refused("expected \"millrace-files 1\"", () -> context.textFile(target("out")));
        Files.writeString(manifest, "millrace-files 1\nfile ../secret 1 1 1\nend 1\n");
        refused("\"../secret\" is no name of a file", () -> context.textFile(target("out")));
        Files.delete(manifest);
        assertEquals(
                List.of("a", "somebody else's"), context.textFile(target("out")).collect());
    }

    private static void refused(String reason, Runnable reading) {
        MillraceException refused = assertThrows(MillraceException.class, reading::run);
        assertEquals(ErrorCode.FILE, refused.code());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    private String failure(Path file) {
        Throwable failure = assertThrows(
                MillraceException.class,
                () -> context.objectFile(file.toString()).collect());
        StringBuilder messages = new StringBuilder();
        for (; failure != null; failure = failure.getCause()) {
            messages.append(failure.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @Test
    void anObjectFileThatIsNotWholeIsRefused() throws IOException {
        context.parallelize(List.of(new Reading("a", 1), new Reading("b", 2)), 1)
                .saveAsObjectFile(target("out"));
        byte[] whole = Files.readAllBytes(folder.resolve("out/part-00000"));
        Path file = folder.resolve("copy");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            String failure = failure(file);
            assertTrue(failure.contains("cut off"), length + " bytes: " + failure);
        }
        byte[] changed = whole.clone();
        changed[changed.length - 30] ^= 1;
        Files.write(file, changed);
        assertTrue(failure(file).contains("checksum is wrong"));
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertTrue(failure(file).contains("or more"));
        Files.writeString(file, "plain text\n");
        assertTrue(failure(file).contains("no object file"));
    }

    @Test
    void whatOnlyJavaSerializationCouldWriteIsRefused() {
        MillraceException refused = assertThrows(
                MillraceException.class,
                () -> context.parallelize(List.of(1), 1)
                        .map(any -> new Secretive())
                        .saveAsObjectFile(target("out")));
        String messages = refused + "\n" + refused.getCause();
        assertTrue(messages.contains("Secretive has a form of its own"), messages);
        assertTrue(Files.notExists(folder.resolve("out")));
    }

    @Test
    void aCodecThatCannotBeMadeIsNamedBeforeAnythingRuns() {
        MillraceException refused = assertThrows(
                MillraceException.class,
                () -> context.parallelize(List.of(1), 1).saveAsTextFile(target("out"), WithArgument.class));
        assertEquals(ErrorCode.ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("WithArgument"), refused.getMessage());
    }
}
