package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The executors that are alive, in the order of their names. Thread-safe. */
final class ExecutorPool {
    private static final int SEASONED = 32;

    private final Duration patience;
    private final Set<String> leaving = new HashSet<>();
    private final Set<String> preparing = new HashSet<>();

    /** Those that have joined a job that runs, and the tasks they have done; until these are {@link #SEASONED}. */
    private final Map<String, Integer> beginners = new HashMap<>();

    private volatile int desired;
    private Map<String, ExecutorHandle> alive = Map.of();
    private JobEvent.@Nullable Cancelled closed;

    /**
     * @param desired executors that the job is meant to have
     * @param patience how long to wait when there is none
     */
    ExecutorPool(int desired, Duration patience) {
        this.desired = desired;
        this.patience = patience;
    }

    int desired() {
        return desired;
    }

    void desired(int number) {
        desired = number;
    }

    /** Offers this executor for no further work; it stays alive until it is removed. */
    synchronized void leaves(String name) {
        if (alive.containsKey(name)) {
            leaving.add(name);
        }
    }

    /** One that can be given work. */
    synchronized void add(ExecutorHandle executor) {
        Map<String, ExecutorHandle> next = new TreeMap<>(alive);
        next.put(executor.name(), executor);
        alive = next;
        notifyAll();
    }

    /** One that gets no work before it is {@link #prepared}, as long as there are others. */
    synchronized void addPreparing(ExecutorHandle executor) {
        preparing.add(executor.name());
        beginners.put(executor.name(), 0);
        add(executor);
    }

    /** Whether it was preparing. */
    synchronized boolean prepared(String name) {
        boolean was = preparing.remove(name);
        notifyAll();
        return was;
    }

    /** Whether it was there. */
    synchronized boolean remove(String name) {
        Map<String, ExecutorHandle> next = new TreeMap<>(alive);
        boolean removed = next.remove(name) != null;
        alive = next;
        leaving.remove(name);
        preparing.remove(name);
        beginners.remove(name);
        notifyAll();
        return removed;
    }

    synchronized @Nullable ExecutorHandle get(String name) {
        return alive.get(name);
    }

    synchronized boolean isAlive(String name) {
        return alive.containsKey(name);
    }

    /** Those that are alive now. */
    synchronized List<ExecutorHandle> all() {
        return List.copyOf(alive.values());
    }

    /** Those that can be given new work. */
    synchronized List<ExecutorHandle> available() {
        if (leaving.isEmpty() && preparing.isEmpty()) {
            return all();
        }
        List<ExecutorHandle> staying = alive.values().stream()
                .filter(executor -> !leaving.contains(executor.name()))
                .toList();
        List<ExecutorHandle> prepared = staying.stream()
                .filter(executor -> !preparing.contains(executor.name()))
                .toList();
        return prepared.isEmpty() ? staying : prepared;
    }

    synchronized boolean isAnyLeaving() {
        return !leaving.isEmpty();
    }

    /** The executor if it can be given new work. */
    synchronized @Nullable ExecutorHandle getAvailable(String name) {
        return leaving.contains(name) ? null : alive.get(name);
    }

    /** An executor has done a task. */
    synchronized void taskDone(String name) {
        beginners.computeIfPresent(name, (beginner, done) -> done + 1 < SEASONED ? done + 1 : null);
    }

    /**
     * How many tasks of a stage an executor should have at most: few while all that it does is new to its JVM, since the batch waits
     * for the slowest.
     */
    synchronized int allowance(String name) {
        Integer done = beginners.get(name);
        return done == null ? Integer.MAX_VALUE : 1 + done / 4;
    }

    void sendAll(DriverMessage message) {
        all().forEach(executor -> executor.send(message));
    }

    /** Tells all what they may forget: not urgent. */
    void sendAllLazily(DriverMessage message) {
        all().forEach(executor -> executor.sendLazily(message));
    }

    /** At least {@code number} executors that can be given new work; waits for them. */
    synchronized List<ExecutorHandle> await(int number) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<ExecutorHandle> found = available();
        while (found.size() < number) {
            if (closed != null) {
                throw new MillraceException(closed.code(), closed.reason());
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new MillraceException(
                        ErrorCode.NO_EXECUTORS,
                        found.size() + " of " + number + " executors registered within "
                                + dev.millrace.conf.Quantities.format(patience)
                                + ": look at the executors' logs, or raise millrace.executor.registrationTimeout");
            }
            wait(Math.max(1, left / 1_000_000));
            found = available();
        }
        return found;
    }

    /** Ends all waiting. */
    synchronized void close(JobEvent.Cancelled because) {
        closed = because;
        notifyAll();
    }
}
