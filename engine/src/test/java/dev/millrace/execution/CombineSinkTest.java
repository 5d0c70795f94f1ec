package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Combining by key, with loops of their own and with shared ones. */
class CombineSinkTest {
    /** As a hash partitioner does it. */
    private record Modulo(int numPartitions) implements KeyPartitioner {
        @Override
        public int partition(@Nullable Object key, int hash) {
            return Math.floorMod(hash, numPartitions);
        }
    }

    private static Chain chain(boolean specialize) {
        return new Chain(new Specializer(specialize));
    }

    private static FlatTable[] tables(int count) {
        FlatTable[] tables = new FlatTable[count];
        for (int i = 0; i < count; i++) {
            tables[i] = new FlatTable(0);
        }
        return tables;
    }

    private static Map<@Nullable Object, @Nullable Object> content(FlatTable... tables) {
        Map<@Nullable Object, @Nullable Object> all = new HashMap<>();
        for (FlatTable table : tables) {
            for (int slot = 0; slot < table.capacity(); slot++) {
                if (table.isUsed(slot)) {
                    assertTrue(!all.containsKey(table.key(slot)), "the same key in two tables");
                    all.put(table.key(slot), table.value(slot));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void valuesAreCombinedInTheTableOfTheirPartition(int partitions) throws Exception {
        for (boolean specialize : new boolean[] {true, false}) {
            Random random = new Random(partitions);
            FlatTable[] tables = tables(partitions);
            CombiningSink<String, Integer> sink =
                    chain(specialize).combine(null, Integer::sum, new Modulo(partitions), tables);
            Map<@Nullable Object, @Nullable Object> expected = new HashMap<>();
            @Nullable Object[] records = new @Nullable Object[3_000];
            for (int i = 0; i < records.length; i++) {
                String key = random.nextInt(50) == 0 ? null : "k" + random.nextInt(300);
                int value = random.nextInt(10);
                records[i] = new Tuple2<>(key, value);
                expected.merge(key, value, (a, b) -> (Integer) a + (Integer) b);
            }
            sink.acceptAll(records, 0, 1_000);
            for (int i = 1_000; i < 2_000; i++) {
                @SuppressWarnings("unchecked")
                Tuple2<String, Integer> pair = (Tuple2<String, Integer>) records[i];
                sink.accept(pair);
            }
            for (int i = 2_000; i < 3_000; i++) {
                Tuple2<?, ?> pair = (Tuple2<?, ?>) records[i];
                sink.acceptPair(pair._1(), pair._2());
            }
            assertEquals(expected, content(sink.tables()));
            for (int p = 0; p < partitions; p++) {
                for (Object key : content(tables[p]).keySet()) {
                    assertEquals(p, Math.floorMod(KeyHash.of(key), partitions), "partition of " + key);
                }
            }
        }
    }

    @Test
    void chunksOfEveryKindAreMerged() throws Exception {
        FlatTable source = new FlatTable(0);
        source.put(KeyHash.of("a"), "a", 1);
        source.put(KeyHash.of(null), null, 2);
        PairChunk pairs = new PairChunk(
                new int[] {KeyHash.of("a"), 0, 99},
                new @Nullable Object[] {"a", null, "not counted"},
                new Object[] {10, 20, 99},
                2);
        RecordChunk records = new RecordChunk(new Object[] {new Tuple2<>("a", 100), new Tuple2<>("b", 7)}, 2);
        FlatTable[] tables = tables(1);
        CombiningSink<String, Integer> sink = chain(true).combine(null, Integer::sum, SinglePartition.INSTANCE, tables);
        sink.merge(source);
        sink.merge(pairs);
        sink.merge(records);
        Map<@Nullable Object, @Nullable Object> expected = new HashMap<>();
        expected.put("a", 111);
        expected.put(null, 22);
        expected.put("b", 7);
        assertEquals(expected, content(tables));
        assertEquals(1, source.value(source.find(KeyHash.of("a"), "a")), "the source must not change");
    }

    @Test
    void aKeysFirstValueIsWhatTheFunctionMakesOfIt() throws Exception {
        FlatTable[] tables = tables(1);
        Function<Integer, List<Integer>> create = value -> new ArrayList<>(List.of(value));
        Function2<List<Integer>, Integer, List<Integer>> add = (list, value) -> {
            list.add(value);
            return list;
        };
        CombiningSink<String, Integer> sink = chain(true).combine(create, add, SinglePartition.INSTANCE, tables);
        sink.acceptPair("a", 1);
        sink.acceptPair("a", 2);
        sink.acceptPair("b", 3);
        assertEquals(Map.of("a", List.of(1, 2), "b", List.of(3)), content(tables));
    }

    @Test
    void nullValuesAreCombinedLikeOthers() throws Exception {
        FlatTable[] tables = tables(1);
        Function2<String, String, String> join = (first, second) -> first == null ? second : null;
        CombiningSink<String, String> sink = chain(true).combine(null, join, SinglePartition.INSTANCE, tables);
        sink.acceptPair("a", null);
        sink.acceptPair("a", "x");
        assertEquals("x", content(tables).get("a"));
        sink.acceptPair("a", "y");
        assertNull(content(tables).get("a"));
        assertEquals(1, tables[0].count());
    }

    @Test
    void combinedValuesMayChangeTheirClass() throws Exception {
        Function2<Object, Object, Object> widening = (sum, value) -> {
            long wide = ((Number) sum).longValue() + ((Number) value).longValue();
            return wide > Integer.MAX_VALUE ? (Object) wide : (Object) (int) wide;
        };
        FlatTable[] tables = tables(1);
        CombiningSink<String, Object> sink = chain(true).combine(null, widening, SinglePartition.INSTANCE, tables);
        for (int i = 0; i < 3; i++) {
            sink.acceptPair("large", Integer.MAX_VALUE);
            sink.acceptPair("small", 1);
        }
        assertEquals(Map.of("large", 3L * Integer.MAX_VALUE, "small", 3), content(tables));
        assertTrue(content(tables).get("small") instanceof Integer);
    }

    @Test
    void longsAndIntegersKeepTheirClass() throws Exception {
        FlatTable[] tables = tables(1);
        CombiningSink<String, Long> longs = chain(true).combine(null, Long::sum, SinglePartition.INSTANCE, tables);
        longs.acceptPair("a", 1L << 40);
        longs.acceptPair("a", 1L);
        longs.acceptPair("b", 1L);
        assertEquals(Map.of("a", (1L << 40) + 1, "b", 1L), content(tables));
    }

    @Test
    void anUpdateKnowsTheKeyOrIsRefused() throws Exception {
        FlatTable table = new FlatTable(0);
        table.put(KeyHash.of("a"), "a", 5);
        CombiningSink<String, Integer> sink = chain(true).update((total, gone) -> total - gone, table);
        sink.acceptPair("a", 2);
        assertEquals(3, content(table).get("a"));
        MillraceException refused = assertThrows(MillraceException.class, () -> sink.acceptPair("b", 1));
        assertEquals(ErrorCode.ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("\"b\""), refused.getMessage());
        assertEquals(1, table.count());
    }

    @Test
    void errorsOfTheUsersFunctionsKeepTheirType() {
        IOException checked = new IOException("mine");
        Function2<Integer, Integer, Integer> failing = (a, b) -> {
            throw checked;
        };
        for (boolean specialize : new boolean[] {true, false}) {
            CombiningSink<String, Integer> sink =
                    chain(specialize).combine(null, failing, SinglePartition.INSTANCE, tables(1));
            assertSame(checked, assertThrows(IOException.class, () -> {
                sink.acceptPair("a", 1);
                sink.acceptPair("a", 2);
            }));
        }
    }

    @Test
    void routedRecordsStayAsTheyAreAndInOrder() {
        RoutingSink<String, Integer> sink = new RoutingSink<>(new Modulo(3));
        @Nullable Object[] records = new @Nullable Object[100];
        for (int i = 0; i < records.length; i++) {
            records[i] = new Tuple2<>(i % 10 == 0 ? null : "k" + i % 7, i);
        }
        sink.acceptAll(records, 0, 60);
        for (int i = 60; i < 100; i++) {
            Tuple2<?, ?> pair = (Tuple2<?, ?>) records[i];
            sink.acceptPair(pair._1(), pair._2());
        }
        int seen = 0;
        Chunk[] chunks = sink.chunks();
        for (int p = 0; p < 3; p++) {
            PairChunk chunk = (PairChunk) chunks[p];
            int last = -1;
            for (int i = 0; i < chunk.count(); i++) {
                assertEquals(KeyHash.of(chunk.keys()[i]), chunk.hashes()[i]);
                assertEquals(p, Math.floorMod(chunk.hashes()[i], 3));
                assertTrue((Integer) chunk.values()[i] > last);
                last = (Integer) chunk.values()[i];
                seen++;
            }
        }
        assertEquals(100, seen);
    }
}
