package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateChunkTest {
    private static Map<Object, Object> content(FlatTable table) {
        Map<Object, Object> map = new HashMap<>();
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot)) {
                map.put(table.key(slot), table.value(slot));
            }
        }
        return map;
    }

    private static Map<Object, Object> read(StateChunk chunk) throws Exception {
        Map<Object, Object> map = new HashMap<>();
        Sink<Object> sink = new Sink<>() {
            @Override
            public void accept(Object record) {
                throw new AssertionError("a pair was expected");
            }

            @Override
            public void acceptPair(Object key, Object value) {
                map.put(key, value);
            }

            @Override
            public void acceptAll(Object[] records, int from, int to) {
                throw new AssertionError("pairs were expected");
            }
        };
        Flow.drain(chunk.open(sink), sink);
        return map;
    }

    /** As {@link #read}, by its parts. */
    private static Map<Object, Object> readGroups(StateChunk chunk) {
        Map<Object, Object> map = new HashMap<>();
        boolean[] even = new boolean[StateCodec.GROUPS];
        boolean[] odd = new boolean[StateCodec.GROUPS];
        for (int group = 0; group < StateCodec.GROUPS; group++) {
            (group % 2 == 0 ? even : odd)[group] = true;
        }
        for (boolean[] groups : List.of(even, odd)) {
            chunk.read(contents -> contents.forEach(groups, (hash, key, value) -> {
                assertTrue(groups[StateCodec.group(hash)]);
                assertFalse(map.containsKey(key), "twice: " + key);
                map.put(key, value);
            }));
        }
        return map;
    }

    /** The values of some keys, of those that are there. */
    private static Map<Object, Object> find(StateChunk chunk, List<Object> keys) {
        Map<Object, Object> map = new HashMap<>();
        chunk.read(contents -> keys.forEach(key -> {
            Object value = contents.get(KeyHash.of(key), key);
            if (value != null) {
                map.put(key, value);
            }
        }));
        return map;
    }

    private static StateChunk put(StateChunk before, Object... keysAndValues) {
        StateChunk.Editor editor = before.edit();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            editor.put(KeyHash.of(keysAndValues[i]), keysAndValues[i], keysAndValues[i + 1]);
        }
        return editor.finish(new Object[0]);
    }

    @Test
    void anOlderVersionStaysWhatItWas() throws Exception {
        StateChunk first = put(new StateChunk(new FlatTable(0)), "a", 1, "b", 2);
        StateChunk second = put(first, "a", 10, "c", 3);
        StateChunk.Editor editor = second.edit();
        editor.remove(KeyHash.of("b"), "b");
        StateChunk third = editor.finish(new Object[] {"x"});
        assertEquals(Map.of("a", 1, "b", 2), read(first));
        assertEquals(Map.of("a", 10, "b", 2, "c", 3), content(second.copy()));
        assertEquals(Map.of("a", 10, "c", 3), read(third));
        assertEquals(Map.of("a", 1, "b", 2), content(first.copy()));
        assertEquals(List.of(2, 3, 2), List.of(first.count(), second.count(), third.count()));
        assertEquals(1, third.touched().count());
    }

    @Test
    void whatIsAbortedIsTakenBack() throws Exception {
        StateChunk first = put(new StateChunk(new FlatTable(0)), "a", 1, "b", 2);
        StateChunk.Editor editor = first.edit();
        editor.put(KeyHash.of("a"), "a", 5);
        editor.put(KeyHash.of("a"), "a", 6);
        editor.put(KeyHash.of("n"), "n", 7);
        editor.remove(KeyHash.of("b"), "b");
        editor.abort();
        assertEquals(Map.of("a", 1, "b", 2), read(first));
    }

    @Test
    void whoStopsReadingInTheMiddleSeesNoLaterVersion() throws Exception {
        StateChunk first = put(new StateChunk(new FlatTable(0)), "a", 1);
        Flow open = first.open(new CountSink<>());
        StateChunk second = put(first, "a", 2);
        assertEquals(Map.of("a", 1), read(first));
        assertEquals(Map.of("a", 2), read(second));
        StateChunk third = put(second, "a", 3);
        assertEquals(Map.of("a", 3), read(third));
        open.advance();
    }

    /** Versions branch where a batch runs again; any of them may be asked for at any time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyVersionIsWhatAPlainMapSays(long seed) throws Exception {
        Random random = new Random(seed);
        List<StateChunk> versions = new ArrayList<>(List.of(new StateChunk(new FlatTable(0))));
        List<Map<Object, Object>> maps = new ArrayList<>(List.of(Map.of()));
        for (int step = 0; step < 300; step++) {
            int from = Math.max(0, versions.size() - 1 - random.nextInt(4));
            StateChunk.Editor editor = versions.get(from).edit();
            Map<Object, Object> map = new HashMap<>(maps.get(from));
            for (int i = random.nextInt(8); i > 0; i--) {
                Object key = random.nextInt(20) == 0 ? null : random.nextInt(30);
                if (random.nextInt(3) == 0) {
                    editor.remove(KeyHash.of(key), key);
                    map.remove(key);
                } else {
                    Object value = random.nextInt(4) == 0 ? "text" : (Object) random.nextInt();
                    editor.put(KeyHash.of(key), key, value);
                    map.put(key, value);
                }
            }
            if (random.nextInt(5) == 0) {
                editor.abort();
            } else {
                versions.add(editor.finish(new Object[0]));
                maps.add(map);
            }
            int asked = random.nextInt(versions.size());
            assertEquals(maps.get(asked), readGroups(versions.get(asked)), "seed " + seed + ", version " + asked);
            List<Object> keys = new ArrayList<>(List.of(0, 7, 29, 31));
            keys.add(null);
            Map<Object, Object> wanted = new HashMap<>(maps.get(asked));
            wanted.keySet().retainAll(keys);
            assertEquals(wanted, find(versions.get(asked), keys), "seed " + seed + ", version " + asked);
            int looked = random.nextInt(versions.size());
            assertEquals(maps.get(looked), read(versions.get(looked)), "seed " + seed + ", version " + looked);
        }
    }
}
