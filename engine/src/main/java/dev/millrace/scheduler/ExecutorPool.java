package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The executors that are alive, in the order of their names. Thread-safe. */
final class ExecutorPool {
    private final int desired;
    private final Duration patience;
    private Map<String, ExecutorHandle> alive = Map.of();
    private @Nullable String closedBecause;

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

    synchronized void add(ExecutorHandle executor) {
        Map<String, ExecutorHandle> next = new TreeMap<>(alive);
        next.put(executor.name(), executor);
        alive = next;
        notifyAll();
    }

    /** Whether it was there. */
    synchronized boolean remove(String name) {
        Map<String, ExecutorHandle> next = new TreeMap<>(alive);
        boolean removed = next.remove(name) != null;
        alive = next;
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

    void sendAll(DriverMessage message) {
        all().forEach(executor -> executor.send(message));
    }

    /** Tells all what they may forget: not urgent. */
    void sendAllLazily(DriverMessage message) {
        all().forEach(executor -> executor.sendLazily(message));
    }

    /** At least {@code number} executors; waits for them. */
    synchronized List<ExecutorHandle> await(int number) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (alive.size() < number) {
            if (closedBecause != null) {
                throw new MillraceException(ErrorCode.CANCELLED, closedBecause);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new MillraceException(
                        ErrorCode.NO_EXECUTORS,
                        alive.size() + " of " + number + " executors registered within "
                                + dev.millrace.conf.Quantities.format(patience)
                                + ": look at the executors' logs, or raise millrace.executor.registrationTimeout");
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return List.copyOf(alive.values());
    }

    /** Ends all waiting. */
    synchronized void close(String reason) {
        closedBecause = reason;
        notifyAll();
    }
}
