package dev.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangesCodecTest {
    private static final OffsetRanges EXAMPLE = new OffsetRanges(List.of(
            OffsetRange.create("a", 0, 0, 5),
            OffsetRange.create("a", 3, 300, 300),
            OffsetRange.create("bé", 1, Long.MAX_VALUE - 1, Long.MAX_VALUE)));

    /** What version 1 wrote must be readable for ever. */
    private static final String VERSION_1 = "01" // version
            + "02" // topics
            + "01" + "61" + "02" // a
            + "00" + "00" + "05"
            + "03" + "ac02" + "00"
            + "03" + "62c3a9" + "01" // bé
            + "01" + "feffffffffffffff7f" + "01";

    private static byte[] encode(OffsetRanges ranges) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new OffsetRangesCodec().write(ranges, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static OffsetRanges decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        OffsetRanges ranges = new OffsetRangesCodec().read(in);
        assertEquals(0, in.available());
        return ranges;
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        assertEquals(VERSION_1, HexFormat.of().formatHex(encode(EXAMPLE)));
        assertEquals(EXAMPLE, decode(HexFormat.of().parseHex(VERSION_1)));
    }

    @Test
    void noRangesAreTwoBytes() throws IOException {
        byte[] bytes = encode(new OffsetRanges(List.of()));
        assertArrayEquals(new byte[] {1, 0}, bytes);
        assertEquals(new OffsetRanges(List.of()), decode(bytes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsWrittenIsRead(long seed) throws IOException {
        Random random = new Random(seed);
        List<OffsetRange> ranges = new ArrayList<>();
        for (int topic = 0; topic < random.nextInt(5); topic++) {
            int partition = 0;
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                long from = random.nextLong() >>> (1 + random.nextInt(62));
                long count = Math.min(Long.MAX_VALUE - from, random.nextLong() >>> (1 + random.nextInt(62)));
                ranges.add(OffsetRange.create("topic" + topic, partition, from, from + count));
                partition += 1 + random.nextInt(3);
            }
        }
        OffsetRanges value = new OffsetRanges(ranges);
        assertEquals(value, decode(encode(value)), "seed " + seed);
    }

    @Test
    void bytesThatAreCutShortAreRefused() throws IOException {
        byte[] whole = encode(EXAMPLE);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> decode(cut), "length " + length);
        }
    }

    @Test
    void laterVersionsAreRefusedByName() throws IOException {
        byte[] later = encode(EXAMPLE);
        later[0] = 2;
        String message = assertThrows(IOException.class, () -> decode(later)).getMessage();
        assertTrue(message.contains("expected version 1, found 2"), message);
    }

    @Test
    void numbersOfMoreThan63BitsAreRefused() {
        byte[] bytes = new byte[12];
        Arrays.fill(bytes, (byte) 0xff);
        bytes[0] = 1;
        assertThrows(IOException.class, () -> decode(bytes));
        assertThrows(IOException.class, () -> decode("text".getBytes(UTF_8)));
    }
}
