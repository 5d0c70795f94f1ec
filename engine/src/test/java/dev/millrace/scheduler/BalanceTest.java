package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private static boolean[] all(int tasks) {
        boolean[] movable = new boolean[tasks];
        Arrays.fill(movable, true);
        return movable;
    }

    @Test
    void whoHasMoreGivesOneToWhoHasJoined() {
        assertEquals(Map.of(0, 2, 1, 3), Balance.give(new int[] {0, 1, 0, 1, 0, 1}, all(6), 4));
    }

    @Test
    void nothingMovesThatWouldHaveToMoveBack() {
        assertEquals(Map.of(), Balance.give(new int[] {0, 1, 2, 0}, all(4), 3));
        assertEquals(Map.of(), Balance.give(new int[] {0}, all(1), 2));
        assertEquals(Map.of(), Balance.give(new int[0], all(0), 2));
    }

    @Test
    void whatHasToStayStays() {
        boolean[] movable = {false, false, true, false};
        assertEquals(Map.of(2, 1), Balance.give(new int[] {0, 0, 0, 0}, movable, 2));
    }

    /** From wherever it is, with as many batches as one executor has too many, and then no more moves. */
    @Test
    void itEndsEvenWhateverTheBeginning() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int executors = 1 + random.nextInt(6);
            int[] chosen = random.ints(1 + random.nextInt(40), 0, executors).toArray();
            int batches = 0;
            Map<Integer, Integer> moves = Balance.give(chosen, all(chosen.length), executors);
            while (!moves.isEmpty()) {
                assertTrue(batches++ < chosen.length, "seed " + seed);
                int[] before = chosen.clone();
                moves.forEach((task, to) -> chosen[task] = to);
                assertEquals(
                        moves.size(),
                        moves.keySet().stream()
                                .map(task -> before[task])
                                .distinct()
                                .count(),
                        "one of each, seed " + seed);
                moves = Balance.give(chosen, all(chosen.length), executors);
            }
            int[] tasks = new int[executors];
            Arrays.stream(chosen).forEach(executor -> tasks[executor]++);
            int[] sorted = tasks.clone();
            Arrays.sort(sorted);
            assertTrue(sorted[executors - 1] - sorted[0] <= 1, "seed " + seed + ": " + Arrays.toString(tasks));
            assertArrayEquals(
                    new int[0], moves.keySet().stream().mapToInt(i -> i).toArray());
        }
    }
}
