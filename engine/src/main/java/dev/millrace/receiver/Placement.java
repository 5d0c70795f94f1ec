package dev.millrace.receiver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Spreads receivers over executors. Thread-safe. */
final class Placement {
    private final Map<Integer, String> executorByStream = new HashMap<>();

    /**
     * Executors for a receiver, best first: the one that it prefers, then those with the fewest receivers. The first is
     * counted as its place from now on.
     *
     * @param alive names of the executors that are there
     */
    synchronized List<String> choose(int streamId, Optional<String> preferred, List<String> alive) {
        executorByStream.remove(streamId);
        List<String> best = new ArrayList<>(alive);
        best.sort(Comparator.<String>comparingInt(
                        executor -> preferred.filter(executor::equals).isPresent() ? 0 : 1)
                .thenComparingLong(this::receiversOn));
        if (!best.isEmpty()) {
            executorByStream.put(streamId, best.get(0));
        }
        return best;
    }

    synchronized void runsOn(int streamId, String executor) {
        executorByStream.put(streamId, executor);
    }

    private long receiversOn(String executor) {
        long count = 0;
        for (String used : executorByStream.values()) {
            count += used.equals(executor) ? 1 : 0;
        }
        return count;
    }
}
