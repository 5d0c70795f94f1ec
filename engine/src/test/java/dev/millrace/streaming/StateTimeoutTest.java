package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.StateChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When states of mapWithState time out, and what that costs. */
class StateTimeoutTest {
    private static final long TIMEOUT = 5_000;

    /** Gives out keys that time out; a negative value removes its key. */
    private final MapWithState<Object, Integer, Integer, Object> function = new MapWithState<>(
            (time, key, value, state) -> {
                if (state.isTimingOut()) {
                    return Optional.of(key);
                }
                if (value.orElseThrow() < 0) {
                    state.remove();
                } else {
                    state.update(value.orElseThrow());
                }
                return Optional.empty();
            },
            TIMEOUT);

    private StateChunk state = new StateChunk(new FlatTable(0));

    private List<Object> batch(long time, Object[] keys, int value) throws Exception {
        Object[] values = new Object[keys.length];
        Arrays.fill(values, value);
        StateChunk.Editor editor = state.edit();
        state = editor.finish(function.apply(editor, keys, values, keys.length, time));
        return new ArrayList<>(Arrays.asList(state.emitted()));
    }

    @Test
    void aBatchCostsNothingForKeysThatAreIdle() throws Exception {
        int batches = 1_000;
        for (int time = 1; time <= batches; time++) {
            batch(time, new Object[] {time}, 0);
        }
        Object[] many = new Object[1_000_000];
        Arrays.setAll(many, i -> batches + 1 + i);
        batch(batches + 1, many, 0);
        long from = System.nanoTime();
        for (int time = 1; time <= batches; time++) {
            assertEquals(List.of(time), batch(TIMEOUT + 1 + time, new Object[0], 0));
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        assertTrue(millis < 2_000, "a look at a million keys in each of the batches takes longer: " + millis + " ms");
    }

    @Test
    void keysThatComeAndGoLeaveNoTimersBehind() throws Exception {
        for (int time = 0; time < 4_000; time++) {
            batch(time, new Object[] {"a", "b", "c"}, 0);
            batch(time, new Object[] {"a", "b"}, -1);
        }
        long size = state.edit().timers().size();
        assertTrue(size < 2_000, size + " timers for one key");
    }

    /** Batches run again now and then, and state is read from where it was written, without its timers. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keysTimeOutWhenAPlainMapSaysSo(long seed) throws Exception {
        Random random = new Random(seed);
        Map<Integer, Long> seen = new TreeMap<>();
        for (long time = 100; time < 60_000; time += 100 + random.nextInt(400)) {
            Object[] keys =
                    random.ints(random.nextInt(4), 0, 40).distinct().boxed().toArray();
            int value = random.nextInt(5) == 0 ? -1 : 1;
            List<Object> expected = new ArrayList<>();
            for (Object key : keys) {
                if (value < 0) {
                    seen.remove(key);
                } else {
                    seen.put((Integer) key, time);
                }
            }
            long threshold = time - TIMEOUT;
            seen.entrySet().removeIf(entry -> {
                boolean idle = entry.getValue() < threshold;
                if (idle) {
                    expected.add(entry.getKey());
                }
                return idle;
            });
            StateChunk before = state;
            if (random.nextInt(10) == 0) {
                batch(time, keys, value);
                state = before; // the batch runs again
            } else if (random.nextInt(20) == 0) {
                state = new StateChunk(before.copy());
            }
            List<Object> timedOut = batch(time, keys, value);
            timedOut.sort(null);
            assertEquals(expected, timedOut, "seed " + seed + ", at " + time);
            assertEquals(seen.size(), state.count());
        }
    }
}
