package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.conf.MillraceConf;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.StateChunk;
import dev.millrace.state.StateStore;
import dev.millrace.state.StateTable;
import dev.millrace.state.rocksdb.RocksStoreProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When states of mapWithState in RocksDB time out: when those on the heap do. */
class RocksTimeoutTest {
    private static final long TIMEOUT = 5_000;

    @TempDir
    Path folder;

    /** Gives out keys that time out; a negative value removes its key. */
    private final MapWithState<Object, Integer, Integer, Object> function = new MapWithState<>(
            (time, key, value, state) -> {
                if (state.isTimingOut()) {
                    return Optional.of(key + " with " + state.get());
                }
                if (value.orElseThrow() < 0) {
                    state.remove();
                } else {
                    state.update(value.orElseThrow());
                }
                return Optional.empty();
            },
            TIMEOUT);

    /** What a batch gives out, sorted, and the state after it. */
    private record Outcome(StateChunk state, List<Object> emitted) {}

    private Outcome batch(StateChunk state, long time, Object[] keys, int value) throws Exception {
        Object[] values = new Object[keys.length];
        Arrays.fill(values, value);
        StateChunk.Editor editor = state.edit();
        Object[] emitted = function.apply(editor, keys, values, keys.length, time);
        Arrays.sort(emitted);
        return new Outcome(editor.finish(emitted), List.of(emitted));
    }

    /** Batches fail in the middle, run again, and state is read from where it was written. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keysTimeOutAsOnTheHeap(long seed) throws Exception {
        Random random = new Random(seed);
        try (StateStore store = new RocksStoreProvider()
                .open(new MillraceConf(), folder, getClass().getClassLoader())) {
            StateChunk heap = new StateChunk(new FlatTable(0));
            StateChunk stored = new StateChunk(store.table(function.time()));
            int timedOut = 0;
            for (long time = 100; time < 120_000; time += 100 + random.nextInt(400)) {
                Object[] keys =
                        random.ints(random.nextInt(4), 0, 40).distinct().boxed().toArray();
                int value = random.nextInt(5) == 0 ? -1 : random.nextInt(9);
                if (random.nextInt(6) == 0) {
                    StateChunk.Editor editor = stored.edit();
                    Object[] values = new Object[keys.length];
                    Arrays.fill(values, 7);
                    function.apply(editor, keys, values, keys.length, time);
                    editor.abort();
                }
                if (random.nextInt(6) == 0) {
                    batch(stored, time, keys, value); // and the batch runs again
                }
                if (random.nextInt(20) == 0) {
                    StateTable restored = store.table(function.time());
                    stored.copy().forEach(null, restored::put);
                    stored = new StateChunk(restored);
                }
                Outcome expected = batch(heap, time, keys, value);
                Outcome outcome = batch(stored, time, keys, value);
                assertEquals(expected.emitted(), outcome.emitted(), "seed " + seed + ", at " + time);
                assertEquals(expected.state().count(), outcome.state().count(), "seed " + seed + ", at " + time);
                heap = expected.state();
                stored = outcome.state();
                timedOut += expected.emitted().size();
            }
            assertEquals(true, timedOut > 20, timedOut + " keys timed out");
        }
    }
}
