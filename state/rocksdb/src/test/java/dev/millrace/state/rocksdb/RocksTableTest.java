package dev.millrace.state.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.execution.CollectSink;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.KeyHash;
import dev.millrace.execution.StateChunk;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.Tuple2;
import dev.millrace.state.StateTable;
import dev.millrace.state.StoredTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in RocksDB, against those on the heap. */
class RocksTableTest {
    private static final ClassLoader LOADER = RocksTableTest.class.getClassLoader();

    @TempDir
    Path folder;

    private RocksStore store;

    @AfterEach
    void close() throws Exception {
        if (store != null) {
            store.close();
        }
        assertEquals(List.of(), files(), "left behind");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private StoredTable table() {
        if (store == null) {
            store = new RocksStore(folder, 8 << 20, LOADER);
        }
        return store.table(null);
    }

    /** Of the program's own, as kept with a class name. */
    record Total(long sum, String unit) {}

    /** Few hashes for many keys, and equal keys with other bytes. */
    private static Object key(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(30);
            case 1 -> random.nextBoolean() ? "Aa" : "BB";
            case 2 -> "AaAa".substring(0, 2 * random.nextInt(3));
            case 3 -> {
                Set<String> set = new LinkedHashSet<>();
                set.add(random.nextBoolean() ? "x" : "y");
                set.add("x");
                set.add("y");
                yield set;
            }
            case 4 -> new Total(random.nextInt(3), "km");
            default -> null;
        };
    }

    private static Object value(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> "text".repeat(random.nextInt(20));
            case 2 -> new Total(random.nextLong(), "m");
            default -> new Tuple2<>(random.nextInt(), List.of("a", random.nextInt()));
        };
    }

    private static Map<Object, Object> read(StateChunk chunk) throws Exception {
        Map<Object, Object> map = new HashMap<>();
        CollectSink<Tuple2<Object, Object>> sink = new CollectSink<>();
        Flow.drain(chunk.open(sink), sink);
        Object[] records = sink.toChunk().records();
        for (int i = 0; i < sink.toChunk().count(); i++) {
            Tuple2<?, ?> pair = (Tuple2<?, ?>) records[i];
            assertFalse(map.containsKey(pair._1()), "twice: " + pair);
            map.put(pair._1(), pair._2());
        }
        return map;
    }

    private static Map<Object, Object> readGroups(StateChunk chunk, Random random) {
        boolean[] some = new boolean[StateCodec.GROUPS];
        boolean[] others = new boolean[StateCodec.GROUPS];
        for (int group = 0; group < StateCodec.GROUPS; group++) {
            (random.nextBoolean() ? some : others)[group] = true;
        }
        Map<Object, Object> map = new HashMap<>();
        for (boolean[] groups : List.of(some, others)) {
            chunk.read(contents -> contents.forEach(groups, (hash, key, value) -> {
                assertTrue(groups[StateCodec.group(hash)]);
                assertFalse(map.containsKey(key), "twice: " + key);
                map.put(key, value);
            }));
        }
        return map;
    }

    /** Versions branch where a batch runs again; any of them may be asked for at any time, and written down and read back. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyVersionIsWhatTheHeapHas(long seed) throws Exception {
        Random random = new Random(seed);
        List<StateChunk> stored = new ArrayList<>(List.of(new StateChunk(table())));
        List<StateChunk> heap = new ArrayList<>(List.of(new StateChunk(new FlatTable(0))));
        for (int step = 0; step < 300; step++) {
            int from = Math.max(0, stored.size() - 1 - random.nextInt(4));
            StateChunk.Editor first = stored.get(from).edit();
            StateChunk.Editor second = heap.get(from).edit();
            for (int i = random.nextInt(8); i > 0; i--) {
                Object key = key(random);
                if (random.nextInt(3) == 0) {
                    first.remove(KeyHash.of(key), key);
                    second.remove(KeyHash.of(key), key);
                } else {
                    Object value = value(random);
                    first.put(KeyHash.of(key), key, value);
                    second.put(KeyHash.of(key), key, value);
                }
                Object asked = key(random);
                assertEquals(
                        second.table().get(KeyHash.of(asked), asked),
                        first.table().get(KeyHash.of(asked), asked));
            }
            if (random.nextInt(5) == 0) {
                first.abort();
                second.abort();
            } else {
                stored.add(first.finish(new Object[0]));
                heap.add(second.finish(new Object[0]));
            }
            int asked = random.nextInt(stored.size());
            String where = "seed " + seed + ", version " + asked;
            Map<Object, Object> expected = read(heap.get(asked));
            assertEquals(heap.get(asked).count(), stored.get(asked).count(), where);
            assertEquals(expected, read(stored.get(asked)), where);
            assertEquals(expected, readGroups(stored.get(asked), random), where);
            if (random.nextInt(20) == 0) {
                StateChunk restored = new StateChunk(writtenAndRead(stored.get(asked)));
                assertEquals(expected, read(restored), where);
                stored.add(restored);
                heap.add(new StateChunk(heap.get(asked).copy()));
            }
        }
    }

    private StateTable writtenAndRead(StateChunk chunk) {
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        boolean[] all = new boolean[StateCodec.GROUPS];
        java.util.Arrays.fill(all, true);
        chunk.read(contents -> contents.forEach(all, (hash, key, value) -> {
            keys.add(key);
            values.add(value);
        }));
        byte[] bytes = new StateCodec(LOADER).write(keys.toArray(), values.toArray(), new Object[0]);
        StateTable table = table();
        new StateCodec(LOADER).read(bytes, table);
        return table;
    }

    @Test
    void whoReadsSeesNothingThatComesLater() throws Exception {
        StateTable table = table();
        for (int i = 0; i < 5_000; i++) {
            table.put(KeyHash.of(i), i, "before");
        }
        StateChunk first = new StateChunk(table);
        CollectSink<Tuple2<Object, Object>> sink = new CollectSink<>();
        Flow open = first.open(sink);
        open.advance();
        StateChunk.Editor editor = first.edit();
        for (int i = 0; i < 5_000; i++) {
            editor.put(KeyHash.of(i), i, "after");
        }
        editor.finish(new Object[0]);
        Flow.drain(open, sink);
        assertEquals(5_000, sink.toChunk().count());
        for (int i = 0; i < 5_000; i++) {
            assertEquals("before", ((Tuple2<?, ?>) sink.toChunk().records()[i])._2());
        }
    }

    @Test
    void tablesOfOneDatabaseKeepApart() {
        StoredTable first = table();
        StoredTable second = table();
        first.put(KeyHash.of("a"), "a", 1);
        second.put(KeyHash.of("a"), "a", 2);
        first.close();
        assertEquals(2, second.get(KeyHash.of("a"), "a"));
        assertEquals(0, table().count());
        assertThrows(IllegalStateException.class, () -> first.get(KeyHash.of("a"), "a"));
    }

    @Test
    void aCursorReadsPlacesInTheirOrder() {
        StoredTable table = table();
        for (int i = -500; i < 500; i++) {
            table.put(KeyHash.of(i), i, i);
        }
        List<Object> keys = new ArrayList<>();
        long before = -1;
        for (int group = 0; group < StateCodec.GROUPS; group++) {
            try (StoredTable.Cursor cursor = table.cursor(StoredTable.start(group), StoredTable.start(group + 1))) {
                while (cursor.next()) {
                    assertEquals(group, StateCodec.group(cursor.hash()));
                    long place = StoredTable.place(cursor.hash());
                    assertEquals(cursor.hash(), StoredTable.hash(place));
                    assertTrue(place > before);
                    before = place;
                    keys.add(cursor.key());
                }
            }
        }
        keys.sort(null);
        assertEquals(java.util.stream.IntStream.range(-500, 500).boxed().toList(), keys);
    }

    @Test
    void aTableThatNobodyHasGoes() throws Exception {
        store = new RocksStore(folder, 8 << 20, LOADER);
        StoredTable forgotten = store.table(null);
        forgotten.put(KeyHash.of("a"), "a", 1);
        assertEquals(1, new StateChunk(forgotten).count()); // and nobody has it
        Awaitility.await().until(() -> {
            System.gc();
            try {
                forgotten.get(KeyHash.of("a"), "a");
                return false;
            } catch (IllegalStateException e) {
                return true;
            }
        });
    }

    @Test
    void aStoreThatIsClosedWhileItIsReadEndsTheReader() throws Exception {
        StoredTable table = table();
        table.put(KeyHash.of("a"), "a", 1);
        StoredTable.Cursor cursor = table.cursor(0, StoredTable.END);
        store.close();
        assertThrows(IllegalStateException.class, cursor::next);
        assertThrows(IllegalStateException.class, () -> store.table(null));
        assertEquals(List.of(), files());
    }
}
