package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flat table against a map, with good hashes and with the worst. */
class FlatTableTest {
    private static int golden(int value) {
        return value * 0x9E3779B9;
    }

    /** The hash whose home is the last slot of any table: a run of them wraps round the end. */
    private static int lastSlot() {
        for (int hash = 0; ; hash++) {
            if (golden(hash) >>> 16 == 0xFFFF) {
                return hash;
            }
        }
    }

    private static List<IntUnaryOperator> hashes() {
        int last = lastSlot();
        return List.of(key -> key, key -> 7, key -> last, key -> key % 3, key -> key << 20, key -> -key);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itHoldsWhatAMapHolds(long seed) {
        for (IntUnaryOperator hashing : hashes()) {
            Random random = new Random(seed);
            FlatTable table = new FlatTable(0);
            Map<@Nullable Integer, @Nullable Object> expected = new HashMap<>();
            int kinds = random.nextInt(4);
            int range = 1 + random.nextInt(200);
            for (int step = 0; step < 1_500; step++) {
                Integer key = random.nextInt(30) == 0 ? null : random.nextInt(range);
                int hash = key == null ? 0 : hashing.applyAsInt(key);
                int slot = table.find(hash, key);
                assertEquals(expected.containsKey(key), slot >= 0, "seed " + seed + " step " + step);
                if (slot >= 0 && random.nextInt(2) == 0) {
                    table.removeAt(slot);
                    expected.remove(key);
                } else {
                    Object value = value(kinds, step, random);
                    table.put(hash, key, value);
                    expected.put(key, value);
                }
                assertEquals(expected.size(), table.count());
            }
            assertSame(expected, table, hashing, seed);
            assertSame(expected, table.copy(), hashing, seed);
        }
    }

    /** All Integers, all Longs, all of any kind, or the same until one of another kind comes late. */
    private static @Nullable Object value(int kinds, int step, Random random) {
        return switch (kinds) {
            case 0 -> step;
            case 1 -> (long) step << 33;
            case 2 -> step < 1_000 ? (Object) step : (Object) (long) step;
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> null;
                    case 1 -> (long) step;
                    case 2 -> "v" + step;
                    default -> step;
                };
        };
    }

    private static void assertSame(
            Map<@Nullable Integer, @Nullable Object> expected, FlatTable table, IntUnaryOperator hashing, long seed) {
        Map<@Nullable Integer, @Nullable Object> content = new HashMap<>();
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot)) {
                content.put((Integer) table.key(slot), table.value(slot));
            }
        }
        assertEquals(expected, content, "seed " + seed);
        expected.forEach((key, value) -> {
            int slot = table.find(key == null ? 0 : hashing.applyAsInt(key), key);
            assertEquals(value, table.value(slot), "seed " + seed);
        });
    }

    @Test
    void removingFromARunThatWrapsRoundTheEndKeepsTheOthersReachable() {
        int last = lastSlot();
        for (int victim = 0; victim < 6; victim++) {
            FlatTable table = new FlatTable(0);
            for (int key = 0; key < 6; key++) {
                table.insert(last, key, "v" + key);
            }
            assertTrue(table.isUsed(table.capacity() - 1) && table.isUsed(0), "the run does not wrap");
            table.removeAt(table.find(last, victim));
            for (int key = 0; key < 6; key++) {
                int slot = table.find(last, key);
                assertEquals(key == victim ? null : "v" + key, slot < 0 ? null : table.value(slot));
            }
        }
    }

    @Test
    void removingClosesTheGapSoThatNothingIsLeftToProbe() {
        FlatTable table = new FlatTable(0);
        for (int round = 0; round < 10_000; round++) {
            int slot = table.insert(round, round, round);
            table.removeAt(slot);
        }
        assertEquals(0, table.count());
        assertEquals(16, table.capacity());
    }

    @Test
    void itTakesTheExpectedKeysWithoutGrowing() {
        for (int expected : new int[] {0, 1, 10, 11, 1_000, 1_365, 1_366}) {
            FlatTable table = new FlatTable(expected);
            int capacity = table.capacity();
            for (int key = 0; key < expected; key++) {
                table.put(key, key, key);
            }
            assertEquals(capacity, table.capacity(), "expected " + expected);
        }
    }

    @Test
    void anImpossibleSizeIsRefusedRatherThanTriedForEver() {
        MillraceException refused = assertThrows(MillraceException.class, () -> new FlatTable(Integer.MAX_VALUE));
        assertTrue(refused.getMessage().contains("more partitions"), refused.getMessage());
    }

    @Test
    void nullAndTheStringNullAreDifferentKeys() {
        FlatTable table = new FlatTable(0);
        table.put(0, null, 1);
        table.put(0, "null", 2);
        assertEquals(1, table.value(table.find(0, null)));
        assertEquals(2, table.value(table.find(0, "null")));
        assertNull(table.key(table.find(0, null)));
    }

    @Test
    void keysThatAreEqualButHashDifferentlyStayApart() {
        FlatTable table = new FlatTable(0);
        table.put(1, "a", 1);
        assertEquals(-1, table.find(2, "a"));
    }

    @Test
    void anArrayAsKeyIsRefused() {
        FlatTable table = new FlatTable(0);
        MillraceException refused = assertThrows(MillraceException.class, () -> table.put(1, new int[] {1}, 1));
        assertEquals(ErrorCode.ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("int[]"), refused.getMessage());
        assertEquals(0, table.count());
    }

    @Test
    void valuesThatAreNoIntegersPutAnEndToTheLane() {
        for (Object other : new Object[] {"text", 7L, 7.0, (short) 7}) {
            FlatTable table = new FlatTable(0);
            table.put(1, "a", 1);
            table.put(2, "b", other);
            table.put(3, "c", 3);
            assertEquals(1, table.value(table.find(1, "a")));
            assertEquals(other, table.value(table.find(2, "b")));
            assertEquals(3, table.value(table.find(3, "c")));
        }
        FlatTable table = new FlatTable(0);
        table.put(1, "a", Long.MIN_VALUE);
        table.put(1, "a", null);
        assertNull(table.value(table.find(1, "a")));
    }

    @Test
    void aTableThatWasEmptiedTakesValuesOfAnotherKind() {
        FlatTable table = new FlatTable(0);
        for (Object value : new Object[] {1, "text", 2L, 3}) {
            table.put(1, "a", value);
            assertEquals(value, table.value(table.find(1, "a")));
            table.removeAt(table.find(1, "a"));
        }
        assertEquals(0, table.copy().count());
    }

    @Test
    void aCopyHasArraysOfItsOwn() {
        FlatTable table = new FlatTable(0);
        table.put(1, "a", 1);
        FlatTable copy = table.copy();
        copy.put(1, "a", 2);
        copy.put(2, "b", 3);
        assertEquals(1, table.value(table.find(1, "a")));
        assertEquals(1, table.count());
        assertEquals(2, copy.count());
        copy.put(1, "a", "no Integer");
        table.put(1, "a", 7);
        assertEquals("no Integer", copy.value(copy.find(1, "a")));
    }

    @Test
    void aLargeTableIsPushedInChunks() throws Exception {
        FlatTable table = new FlatTable(0);
        for (int key = 0; key < 5_000; key++) {
            table.put(key, key, -key);
        }
        CollectSink<Object> sink = new CollectSink<>();
        Flow flow = table.open(sink);
        List<Integer> sizes = new ArrayList<>();
        while (flow.advance()) {
            sizes.add(sink.size());
        }
        assertEquals(5_000, sink.size());
        assertTrue(sizes.get(0) <= Flow.CHUNK, sizes.toString());
    }
}
