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
 * jobs that counted on them have ended, their receivers run elsewhere, and what only they hold is elsewhere or used up: received
 * blocks, states, and tables of windows. So none leaves in the middle of a batch, and no later one has to get back what
 * it needs. Thread-safe.
 *
 * <pre>
 *   begin -> no new tasks -> jobs of that moment end, blocks are elsewhere -> Shutdown -> the connection closes
 *                                                     overdue: states and windows are not waited for any longer
 * </pre>
 */
final class Departures {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private static final class Departure {
        final ExecutorHandle executor;
        final Set<Long> jobs;
        /** Jobs that have begun since, and read what it keeps. */
        final Set<Long> borrowers = new HashSet<>();

        boolean residentsMoved;
        boolean overdue;
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

    /** A job reads what some of {@code executors} keep, as far as those leave. */
    synchronized void borrows(long job, Collection<String> executors) {
        leaving.values().stream()
                .filter(departure -> executors.contains(departure.executor.name()))
                .forEach(departure -> departure.borrowers.add(job));
    }

    /** Whether a job reads what it keeps, and so moves it. */
    synchronized boolean isBorrowed(String name) {
        Departure departure = leaving.get(name);
        return departure != null && !departure.borrowers.isEmpty();
    }

    void jobEnded(long job) {
        synchronized (this) {
            if (leaving.isEmpty()) {
                return;
            }
            leaving.values().forEach(departure -> {
                departure.jobs.remove(job);
                departure.borrowers.remove(job);
            });
        }
        letGo();
    }

    /** It has had its time: states and tables of windows that only it keeps go with it. */
    void overdue(String name) {
        Set<String> staying = staying();
        synchronized (this) {
            Departure departure = leaving.get(name);
            if (departure == null || departure.overdue || departure.released) {
                return;
            }
            departure.overdue = true;
            int left = blocks.carriedBy(name, staying).size();
            if (left > 0) {
                LOG.warn("executor leaves with what only it keeps: executor={} partitions={}", name, left);
            }
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
        if (leaving.isEmpty()) {
            return;
        }
        Set<String> staying = staying();
        for (Departure departure : leaving.values()) {
            if (!departure.released && isDone(departure, staying)) {
                departure.released = true;
                departure.executor.send(new DriverMessage.Shutdown());
                notifyAll();
            }
        }
    }

    private boolean isDone(Departure departure, Set<String> staying) {
        String name = departure.executor.name();
        return departure.residentsMoved
                && departure.jobs.isEmpty()
                && blocks.received(name).stream().noneMatch(block -> isNowhereElse(block, staying))
                && (departure.overdue
                        || staying.isEmpty() // nobody could take it
                        || (departure.borrowers.isEmpty()
                                && blocks.carriedBy(name, staying).isEmpty()));
    }

    private Set<String> staying() {
        Set<String> staying = new HashSet<>();
        executors.available().forEach(executor -> staying.add(executor.name()));
        return staying;
    }

    private boolean isNowhereElse(BlockId block, Set<String> staying) {
        List<String> holders = blocks.of(block);
        return holders.stream().noneMatch(staying::contains);
    }
}
