package dev.millrace.shuffle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived at this executor for the receiving side of shuffles. Each partition has a slot for each sending task
 * and counts those that are empty; whoever waits for a partition is called when the count is zero, so that a receiving
 * task starts without asking the driver. A second arrival for a slot (a task that ran twice) is ignored. Content stays
 * until the shuffle is removed, so that a receiving task can be tried again; whoever still waits then is called, and finds
 * that there is nothing. Thread-safe.
 */
public final class Inbox {
    static final int REMEMBERED = 16_384;

    private record Address(ShuffleKey shuffle, int partition) {}

    private static final class Slots {
        final @Nullable Object[] content;
        int missing;
        boolean removed;
        List<Runnable> waiting = new ArrayList<>();

        Slots(int senders) {
            content = new @Nullable Object[senders];
            missing = senders;
        }
    }

    private final Map<Address, Slots> partitions = new ConcurrentHashMap<>();
    /** Shuffles that were removed, with the last version that is over. */
    private final Map<Integer, Integer> removed = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * Takes in what a sending task has for a partition.
     *
     * @param senders number of sending tasks of the shuffle
     * @param content a chunk, or its bytes
     */
    public void put(ShuffleKey shuffle, int senders, int sender, int partition, Object content) {
        if (isOver(shuffle)) {
            return;
        }
        List<Runnable> ready = List.of();
        Slots slots = slots(shuffle, partition, senders);
        synchronized (slots) {
            if (slots.content[sender] == null) {
                slots.content[sender] = content;
                if (--slots.missing == 0) {
                    ready = slots.waiting;
                    slots.waiting = List.of();
                }
            }
        }
        ready.forEach(Runnable::run);
        removeIfOver(shuffle, partition);
    }

    /**
     * Calls {@code ready} once: when everything for the partition is here, now if it is already, or when the shuffle is
     * removed, now if it has been.
     */
    public void whenComplete(ShuffleKey shuffle, int senders, int partition, Runnable ready) {
        Slots slots = slots(shuffle, partition, senders);
        boolean now;
        synchronized (slots) {
            now = slots.missing == 0 || slots.removed;
            if (!now) {
                slots.waiting.add(ready);
            }
        }
        if (now) {
            ready.run();
        }
        removeIfOver(shuffle, partition);
    }

    private boolean isOver(ShuffleKey shuffle) {
        Integer over = removed.get(shuffle.shuffleId());
        return over != null && isUpTo(shuffle, over);
    }

    /** Versions are compared by their distance, as they pass the largest number in a stream that runs for months. */
    private static boolean isUpTo(ShuffleKey shuffle, int version) {
        return shuffle.version() - version <= 0;
    }

    /** The shuffle may have been removed since it was looked up, and the slots made anew after that. */
    private void removeIfOver(ShuffleKey shuffle, int partition) {
        if (isOver(shuffle)) {
            remove(new Address(shuffle, partition));
        }
    }

    private void remove(Address address) {
        Slots slots = partitions.remove(address);
        if (slots != null) {
            List<Runnable> waiting;
            synchronized (slots) {
                slots.removed = true;
                waiting = slots.waiting;
                slots.waiting = List.of();
            }
            waiting.forEach(Runnable::run);
        }
    }

    /** Everything for a partition, by sending task; null when it is not complete here. */
    public Object @Nullable [] get(ShuffleKey shuffle, int partition) {
        Slots slots = partitions.get(new Address(shuffle, partition));
        if (slots == null) {
            return null;
        }
        synchronized (slots) {
            if (slots.missing > 0) {
                return null;
            }
            Object[] all = new Object[slots.content.length];
            System.arraycopy(slots.content, 0, all, 0, all.length);
            return all;
        }
    }

    /** Replaces content by the same in another form, so that it is decoded once. */
    public void replace(ShuffleKey shuffle, int partition, Object[] content) {
        Slots slots = partitions.get(new Address(shuffle, partition));
        if (slots != null) {
            synchronized (slots) {
                System.arraycopy(content, 0, slots.content, 0, content.length);
            }
        }
    }

    private Slots slots(ShuffleKey shuffle, int partition, int senders) {
        return partitions.computeIfAbsent(new Address(shuffle, partition), address -> new Slots(senders));
    }

    /** Forgets shuffles up to these versions; what still arrives for them is ignored, and who waits for them is called. */
    public void remove(ShuffleKey[] shuffles) {
        Map<Integer, Integer> over = new HashMap<>();
        for (ShuffleKey shuffle : shuffles) {
            over.put(shuffle.shuffleId(), shuffle.version());
        }
        removed.putAll(over);
        for (Address address : partitions.keySet()) {
            Integer version = over.get(address.shuffle().shuffleId());
            if (version != null && isUpTo(address.shuffle(), version)) {
                remove(address);
            }
        }
    }

    /** Number of partitions that anything is kept for. */
    public int size() {
        return partitions.size();
    }

    /** Number of removed shuffles whose late arrivals are known as such. */
    int remembered() {
        return removed.size();
    }
}
