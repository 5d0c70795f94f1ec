package dev.millrace.scheduler;

import java.util.Map;
import java.util.TreeMap;

/**
 * Gives executors that have joined their share of what others keep from batch to batch. Tasks that need it would go where it is
 * for ever, and a new executor would have nothing to do.
 *
 * <pre>
 *   executors  0      1      2  3
 *   batch t    0 2 4  1 3 5           2 and 3 have joined
 *   batch t+1  2 4    3 5    0  1
 * </pre>
 *
 * <p>An executor gives one partition a batch at most, so that no batch waits for all of it.
 */
final class Balance {
    private Balance() {}

    /**
     * Which tasks of a stage are to run elsewhere.
     *
     * @param chosen number of the executor of each task, where what it needs is
     * @param movable whether a task takes with it what it needs
     * @return numbers of executors by the index of the task
     */
    static Map<Integer, Integer> give(int[] chosen, boolean[] movable, int executors) {
        int[] tasks = new int[executors];
        for (int executor : chosen) {
            tasks[executor]++;
        }
        boolean[] gave = new boolean[executors];
        Map<Integer, Integer> moves = new TreeMap<>();
        for (int i = 0; i < chosen.length; i++) {
            int from = chosen[i];
            int to = least(tasks);
            if (movable[i] && !gave[from] && tasks[from] - tasks[to] >= 2) {
                gave[from] = true;
                tasks[from]--;
                tasks[to]++;
                moves.put(i, to);
            }
        }
        return moves;
    }

    private static int least(int[] tasks) {
        int least = 0;
        for (int executor = 1; executor < tasks.length; executor++) {
            if (tasks[executor] < tasks[least]) {
                least = executor;
            }
        }
        return least;
    }
}
