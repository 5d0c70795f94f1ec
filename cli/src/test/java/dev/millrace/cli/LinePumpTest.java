package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinePumpTest {
    @Test
    void passesOnWholeLinesWhateverThePiecesThatCome() throws Exception {
        assertEquals(List.of("one\ntwo\n", "three\n", "four\n"), pump("", "one\ntwo\nth", "re", "e\nfo", "ur"));
    }

    @Test
    void putsThePrefixBeforeEachLine() throws Exception {
        assertEquals(List.of("[e] one\n[e] \n", "[e] two\n"), pump("[e] ", "one\n\ntw", "o\n"));
    }

    @Test
    void keepsBytesAsTheyAre() throws Exception {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0xc3, '\n'};
        List<byte[]> out = new ArrayList<>();
        LinePump.start("test", new ByteArrayInputStream(bytes), out::add, "").join();
        assertEquals(1, out.size());
        org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, out.get(0));
    }

    @Test
    void passesAnEndlessLineOnInPieces() throws Exception {
        List<String> pieces = pump("", "x".repeat(100_000), "x".repeat(100_000), "\n");
        assertTrue(pieces.size() > 1);
        assertEquals("x".repeat(200_000) + "\n", String.join("", pieces));
    }

    @Test
    void aStreamOfLinesDoesTheSame() {
        List<String> lines = new ArrayList<>();
        try (LineStream stream = new LineStream(bytes -> lines.add(new String(bytes, UTF_8)))) {
            stream.write("one\ntw".getBytes(UTF_8), 0, 6);
            stream.write('o');
            stream.write('\n');
            stream.write("xthreex".getBytes(UTF_8), 1, 5);
        }
        assertEquals(List.of("one\n", "two\n", "three\n"), lines);
    }

    private static List<String> pump(String prefix, String... pieces) throws InterruptedException {
        List<InputStream> streams = Stream.of(pieces)
                .<InputStream>map(piece -> new ByteArrayInputStream(piece.getBytes(UTF_8)))
                .toList();
        List<String> out = Collections.synchronizedList(new ArrayList<>());
        LinePump.start(
                        "test",
                        new SequenceInputStream(Collections.enumeration(streams)),
                        bytes -> out.add(new String(bytes, UTF_8)),
                        prefix)
                .join();
        return out;
    }
}
