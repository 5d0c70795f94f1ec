package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.ResidentHandler;
import dev.millrace.rdd.ResidentTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver's record of the tasks that stay at executors. Thread-safe. */
final class ResidentBook {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentBook.class);
    private static final long STOP_SECONDS = 30;

    private record Resident(String executor, ResidentHandler handler, CountDownLatch stopped) {}

    private final Map<Long, Resident> residents = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ExecutorPool executors;

    ResidentBook(ExecutorPool executors) {
        this.executors = executors;
    }

    long start(ResidentTask task, List<String> preferred, ResidentHandler handler) {
        ExecutorHandle executor = choose(preferred);
        long id = ids.getAndIncrement();
        residents.put(id, new Resident(executor.name(), handler, new CountDownLatch(1)));
        executor.send(new DriverMessage.StartResident(id, task));
        if (!executors.isAlive(executor.name())) {
            lost(executor.name(), "lost at start");
        }
        return id;
    }

    /** The first preferred one that is alive, else one that has the fewest of these tasks. */
    private ExecutorHandle choose(List<String> preferred) {
        List<ExecutorHandle> alive;
        try {
            alive = executors.await(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.CANCELLED, "interrupted while waiting for an executor", e);
        }
        for (String name : preferred) {
            ExecutorHandle wanted = executors.getAvailable(name);
            if (wanted != null) {
                return wanted;
            }
        }
        ExecutorHandle best = alive.get(0);
        for (ExecutorHandle candidate : alive) {
            if (countAt(candidate) < countAt(best)) {
                best = candidate;
            }
        }
        return best;
    }

    private long countAt(ExecutorHandle executor) {
        return residents.values().stream()
                .filter(resident -> resident.executor().equals(executor.name()))
                .count();
    }

    void tell(long id, Object message) {
        Resident resident = residents.get(id);
        ExecutorHandle executor = resident == null ? null : executors.get(resident.executor());
        if (executor != null) {
            executor.send(new DriverMessage.TellResident(id, message));
        }
    }

    void stop(long id) {
        Resident resident = residents.get(id);
        if (resident != null) {
            try {
                stop(id, resident);
            } finally {
                residents.remove(id);
            }
        }
    }

    private void stop(long id, Resident resident) {
        ExecutorHandle executor = executors.get(resident.executor());
        if (executor == null) {
            return;
        }
        executor.send(new DriverMessage.StopResident(id));
        try {
            if (!resident.stopped().await(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new MillraceException(
                        ErrorCode.SOURCE,
                        "a receiver at " + resident.executor() + " did not stop within " + STOP_SECONDS
                                + " s: its onStop must end the threads that onStart started");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void says(ExecutorMessage.ResidentSays message) {
        Resident resident = residents.get(message.resident());
        if (resident != null) {
            resident.handler().onMessage(message.message());
        }
    }

    void failed(ExecutorMessage.ResidentFailed message) {
        Resident resident = residents.remove(message.resident());
        if (resident != null) {
            resident.stopped().countDown();
            resident.handler().onNotStarted(message.reason());
        }
    }

    void stopped(long id) {
        Resident resident = residents.get(id);
        if (resident != null) {
            resident.stopped().countDown();
        }
    }

    /** Stops the tasks of an executor that leaves, so that what they took in is kept, and has them started elsewhere. */
    void moveAway(String executor) {
        residents.forEach((id, resident) -> {
            if (resident.executor().equals(executor)) {
                resident.handler().onLeaving();
                try {
                    stop(id, resident);
                } catch (MillraceException e) {
                    LOG.warn("the executor leaves all the same: {}", e.getMessage());
                }
                // nobody else has, should the executor have been lost meanwhile
                if (residents.remove(id, resident)) {
                    resident.handler().onLost(executor + " leaves");
                }
            }
        });
    }

    void lost(String executor, String reason) {
        residents.forEach((id, resident) -> {
            if (resident.executor().equals(executor) && residents.remove(id, resident)) {
                resident.stopped().countDown();
                resident.handler().onLost(executor + " was lost: " + reason);
            }
        });
    }
}
