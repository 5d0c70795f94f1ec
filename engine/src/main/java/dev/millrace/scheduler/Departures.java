package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executors that are to leave without a loss: from the moment they are told they get no new work, and they end when the
 * jobs that counted on them have ended, their receivers run elsewhere, and the received blocks that only they hold are
 * copied or used up. So none leaves in the middle of a batch. Thread-safe.
 *
 * <pre>
 *   begin -> no new tasks -> jobs of that moment end, blocks are elsewhere -> Shutdown -> the connection closes
 * </pre>
 */
final class Departures {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private static final class Departure {
        final ExecutorHandle executor;
        final Set<Long> jobs;
        boolean residentsMoved;
        /** It was told to end. */
        boolean released;

        Departure(ExecutorHandle executor, Set<Long> jobs) {
            this.executor = executor;
            this.jobs = jobs;
        }
    }

    private final ExecutorPool executors;
    private final BlockLocations blocks;
    private final Map<String, Departure> leaving = new TreeMap<>();

    Departures(ExecutorPool executors, BlockLocations blocks) {
        this.executors = executors;
        this.blocks = blocks;
    }

    /** Whether this executor was told to leave before; then there is nothing to do. */
    synchronized boolean isLeaving(String name) {
        return leaving.containsKey(name);
    }

    /** Lets {@code executor} leave once {@code jobs} have ended. The pool must not offer it for work any more. */
    void begin(ExecutorHandle executor, Collection<Long> jobs) {
        LOG.info("executor leaves once its work is done: executor={} jobs={}", executor.name(), jobs.size());
        synchronized (this) {
            leaving.put(executor.name(), new Departure(executor, new HashSet<>(jobs)));
        }
    }

    /** The tasks that stay have been moved away from it. */
    void residentsMoved(String name) {
        synchronized (this) {
            Departure departure = leaving.get(name);
            if (departure != null) {
                departure.residentsMoved = true;
            }
        }
        letGo();
    }

    void jobEnded(long job) {
        synchronized (this) {
            if (leaving.isEmpty()) {
                return;
            }
            leaving.values().forEach(departure -> departure.jobs.remove(job));
        }
        letGo();
    }

    /** Copies or removals may have freed somebody. */
    void blocksChanged() {
        letGo();
    }

    synchronized void gone(String name) {
        leaving.remove(name);
        notifyAll();
    }

    /** Whether it was told to end, so that its connections may close at any time. */
    synchronized boolean isReleased(String name) {
        Departure departure = leaving.get(name);
        return departure != null && departure.released;
    }

    /** Waits until it was told to end, or is gone; false when it was not within {@code millis}. */
    synchronized boolean awaitRelease(String name, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (leaving.containsKey(name) && !isReleased(name)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private synchronized void letGo() {
        for (Departure departure : leaving.values()) {
            String name = departure.executor.name();
            boolean isDone = departure.residentsMoved && departure.jobs.isEmpty() && !holdsAlone(name);
            if (isDone && !departure.released) {
                departure.released = true;
                departure.executor.send(new DriverMessage.Shutdown());
                notifyAll();
            }
        }
    }

    private boolean holdsAlone(String name) {
        Set<String> staying = new HashSet<>();
        executors.available().forEach(executor -> staying.add(executor.name()));
        return blocks.received(name).stream().anyMatch(block -> isNowhereElse(block, staying));
    }

    private boolean isNowhereElse(BlockId block, Set<String> staying) {
        List<String> holders = blocks.of(block);
        return holders.stream().noneMatch(staying::contains);
    }
}
