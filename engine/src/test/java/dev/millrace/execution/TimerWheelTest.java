package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    @Test
    void keysComeOutInTheOrderOfTheirTimes() {
        TimerWheel.Turn turn = TimerWheel.empty(6_400).turn();
        turn.add("b", 1_050);
        turn.add("c", 2_000);
        turn.add(null, 1_040);
        TimerWheel wheel = turn.finish();
        assertFalse(wheel.isDue(900));
        assertTrue(wheel.isDue(1_041));
        TimerWheel.Turn next = wheel.turn();
        assertEquals(List.of(), next.takeBefore(1_040));
        assertEquals(Arrays.asList((Object) null), next.takeBefore(1_041));
        assertEquals(List.of("b", "c"), next.takeBefore(5_000));
        assertEquals(0, next.finish().size());
    }

    @Test
    void aWheelStaysWhatItIs() {
        TimerWheel.Turn turn = TimerWheel.empty(100).turn();
        turn.add("a", 10);
        TimerWheel wheel = turn.finish();
        TimerWheel.Turn abandoned = wheel.turn();
        abandoned.add("z", 10);
        assertEquals(2, abandoned.takeBefore(50).size());
        assertEquals(1, wheel.size());
        assertEquals(List.of("a"), wheel.turn().takeBefore(50));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyTimesComeOutWhenAPlainMapSaysSo(long seed) {
        Random random = new Random(seed);
        TimerWheel wheel = TimerWheel.empty(1 + random.nextInt(1_000));
        TreeMap<Long, List<Object>> plain = new TreeMap<>();
        for (long now = -500; now < 2_000; now += random.nextInt(30)) {
            TimerWheel.Turn turn = wheel.turn();
            for (int i = random.nextInt(4); i > 0; i--) {
                long time = now + random.nextInt(300);
                turn.add(time + "/" + i, time);
                plain.computeIfAbsent(time, unused -> new ArrayList<>()).add(time + "/" + i);
            }
            List<Object> expected = new ArrayList<>();
            while (!plain.isEmpty() && plain.firstKey() < now) {
                expected.addAll(plain.pollFirstEntry().getValue());
            }
            List<Object> taken = new ArrayList<>(turn.takeBefore(now));
            taken.sort(null);
            expected.sort(null);
            assertEquals(expected, taken, "seed " + seed + ", at " + now);
            wheel = turn.finish();
        }
        assertEquals(plain.values().stream().mapToInt(List::size).sum(), wheel.size(), "seed " + seed);
    }
}
