package dev.millrace.scheduler;

import dev.millrace.shuffle.ShuffleKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which shuffles have been computed, and at which executors their partitions are. Thread-safe. */
final class ShuffleOutputs {
    /**
     * A shuffle that was computed.
     *
     * @param senders number of sending tasks
     * @param from executors at which they ran
     * @param holders executors that have a partition, by partition
     */
    record Output(ShuffleKey key, int senders, Set<String> from, List<Set<String>> holders) {}

    private final Map<Integer, Output> complete = new HashMap<>();
    private final AtomicInteger versions = new AtomicInteger();

    /** The key of a new computation. */
    ShuffleKey next(int shuffleId) {
        return new ShuffleKey(shuffleId, versions.incrementAndGet());
    }

    synchronized void completed(ShuffleKey key, int senders, Set<String> from, List<Set<String>> holders) {
        complete.put(key.shuffleId(), new Output(key, senders, from, holders));
    }

    /**
     * The shuffle if it was computed and all its senders and holders are among {@code alive}. One of them can have been lost before the
     * driver heard of the last sending task, and so before there was anything that {@link #lost} could forget.
     */
    synchronized @Nullable Output find(int shuffleId, Set<String> alive) {
        Output output = complete.get(shuffleId);
        if (output != null
                && !(alive.containsAll(output.from())
                        && output.holders().stream().allMatch(alive::containsAll))) {
            complete.remove(shuffleId);
            return null;
        }
        return output;
    }

    synchronized Set<String> holders(Output output, int partition) {
        return new LinkedHashSet<>(output.holders().get(partition));
    }

    synchronized void addHolder(Output output, int partition, String executor) {
        output.holders().get(partition).add(executor);
    }

    /**
     * Forgets the shuffles of which this executor had a partition, even where another has it too, and those that it sent to others: what
     * was on its way from here may never have arrived there, though the driver was told that it was sent.
     */
    synchronized void lost(String executor) {
        complete.values()
                .removeIf(output -> output.from().contains(executor)
                        || output.holders().stream().anyMatch(holders -> holders.contains(executor)));
    }

    /** Forgets shuffles; returns the versions up to which executors may forget them. */
    synchronized List<ShuffleKey> remove(Collection<Integer> shuffleIds) {
        int last = versions.get();
        List<ShuffleKey> keys = new ArrayList<>();
        for (int shuffleId : shuffleIds) {
            complete.remove(shuffleId);
            keys.add(new ShuffleKey(shuffleId, last));
        }
        return keys;
    }
}
