package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.function.Tuple2;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Estimates are rough, but never by an order of magnitude for what records are mostly made of. */
class SizeEstimateTest {
    private static long bytes(@Nullable Object... records) {
        return new RecordChunk(records, records.length).estimatedBytes();
    }

    private static void assertAbout(long expected, long estimated) {
        assertTrue(
                estimated >= expected / 2 && estimated <= expected * 2,
                () -> "expected about " + expected + ", estimated " + estimated);
    }

    private static @Nullable Object[] filled(int count, @Nullable Object value) {
        @Nullable Object[] records = new @Nullable Object[count];
        Arrays.fill(records, value);
        return records;
    }

    @Test
    void anEmptyChunkIsSmall() {
        assertTrue(bytes() < 100);
        assertTrue(new FlatTable(0).estimatedBytes() < 1_000);
    }

    @Test
    void whatFewRecordsHaveIsNotCountedForAll() {
        @Nullable Object[] records = filled(1_000, null);
        for (int i = 3; i < records.length; i += 10) {
            records[i] = new byte[10_000];
        }
        assertAbout(100 * 10_000 + 4_000, bytes(records));
    }

    @Test
    void aChunkThatGetsLargerTowardsItsEndIsNotJudgedByItsBeginning() {
        @Nullable Object[] records = new @Nullable Object[1_000];
        long expected = 4_000;
        for (int i = 0; i < records.length; i++) {
            records[i] = new byte[i < 500 ? 8 : 2_000];
            expected += 16 + (i < 500 ? 8 : 2_000);
        }
        assertAbout(expected, bytes(records));
    }

    @Test
    void nestedValuesAreCounted() {
        assertAbout(100 * (24 + 24 + 156), bytes(filled(100, new Tuple2<>(1, "x".repeat(100)))));
        assertAbout(100 * (1_000 * 8 + 4_000), bytes(filled(100, Collections.nCopies(1_000, null))) + 100 * 8_000);
        assertAbout(
                10 * 1_000 * 32L,
                bytes(filled(
                        10, java.util.stream.IntStream.range(0, 1_000).boxed().toList())));
    }

    @Test
    void arraysOfEveryKindAreCounted() {
        for (Object array : List.of(
                new byte[8_000],
                new short[4_000],
                new char[4_000],
                new int[2_000],
                new float[2_000],
                new long[1_000],
                new double[1_000],
                new boolean[8_000])) {
            assertAbout(80_000, bytes(filled(10, array)));
        }
    }

    @Test
    void mapsAreCountedByTheirEntries() {
        Map<Integer, String> map = new java.util.HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            map.put(i, "v" + i);
        }
        assertAbout(1_000 * (40L + 24 + 60), bytes((Object) map));
    }

    @Test
    void aTableCountsItsKeysAndValues() {
        FlatTable table = new FlatTable(0);
        for (int i = 0; i < 1_000; i++) {
            table.put(i, i, "x".repeat(1_000));
        }
        assertAbout(1_000 * (24 + 1_056L) + 12 * 2_048, table.estimatedBytes());
        FlatTable one = new FlatTable(100_000);
        one.put(5, 5, new byte[1_000]);
        assertAbout(12L * one.capacity(), one.estimatedBytes());
    }

    @Test
    void pairsCountKeysAndValues() {
        PairChunk pairs = new PairChunk(new int[100], filled(100, "key"), filled(100, new long[100]), 100);
        assertAbout(100 * (59 + 816) + 1_200, pairs.estimatedBytes());
    }

    @Test
    void aChunkIsNeverNegative() {
        assertEquals(16 + 4, bytes((Object) null));
    }
}
