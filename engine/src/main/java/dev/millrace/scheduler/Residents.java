package dev.millrace.scheduler;

import dev.millrace.execution.Chunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that stay at this executor, each with a thread of its own for what the driver tells it. Thread-safe. */
final class Residents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Residents.class);

    private record Resident(ResidentTask task, ExecutorService thread, AtomicBoolean stopping) {}

    private final Map<Long, Resident> residents = new ConcurrentHashMap<>();
    private final ClassLoader loader;
    private final Supplier<String> name;
    private final DriverLink driver;
    private final Replicator replicator;

    Residents(ClassLoader loader, Supplier<String> name, DriverLink driver, Replicator replicator) {
        this.loader = loader;
        this.name = name;
        this.driver = driver;
        this.replicator = replicator;
    }

    void start(long id, ResidentTask task) {
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> daemon("millrace-resident-" + id, work));
        residents.put(id, new Resident(task, thread, new AtomicBoolean()));
        thread.execute(() -> {
            try {
                task.start(new Context(id));
            } catch (Exception e) {
                LOG.warn("resident task did not start: resident={}", id, e);
                if (residents.remove(id) != null) {
                    thread.shutdown();
                }
                driver.send(new ExecutorMessage.ResidentFailed(id, e.toString()));
            }
        });
    }

    private Thread daemon(String name, Runnable work) {
        Thread created = new Thread(work, name);
        created.setDaemon(true);
        created.setContextClassLoader(loader);
        return created;
    }

    void tell(long id, Object message) {
        Resident resident = residents.get(id);
        if (resident == null) {
            return;
        }
        try {
            resident.thread().execute(() -> receive(id, resident.task(), message));
        } catch (RejectedExecutionException e) {
            LOG.debug("resident task has ended: resident={} message={}", id, message, e);
        }
    }

    private static void receive(long id, ResidentTask task, Object message) {
        try {
            task.receive(message);
        } catch (Exception e) {
            LOG.warn("resident task failed at a message: resident={} message={}", id, message, e);
        }
    }

    void stop(long id) {
        Resident resident = residents.get(id);
        if (resident == null) {
            driver.send(new ExecutorMessage.ResidentStopped(id));
            return;
        }
        if (resident.stopping().compareAndSet(false, true)) {
            // On a thread of its own, since the end of the work may depend on what the driver still says.
            resident.thread()
                    .execute(() -> daemon("millrace-resident-" + id + "-stop", () -> {
                                stop(id, resident.task());
                                residents.remove(id, resident);
                                resident.thread().shutdown();
                                driver.send(new ExecutorMessage.ResidentStopped(id));
                            })
                            .start());
        }
    }

    private static void stop(long id, ResidentTask task) {
        try {
            task.stop();
        } catch (Exception e) {
            LOG.warn("resident task failed to stop: resident={}", id, e);
        }
    }

    private final class Context implements ResidentContext {
        private final long id;

        Context(long id) {
            this.id = id;
        }

        @Override
        public String executorId() {
            return name.get();
        }

        @Override
        public List<String> store(BlockId block, Chunk chunk, StorageLevel level) throws Exception {
            List<String> holders = new ArrayList<>();
            holders.add(name.get());
            holders.addAll(replicator.store(block, chunk, level));
            return holders;
        }

        @Override
        public void send(Object message) {
            driver.send(new ExecutorMessage.ResidentSays(id, message));
        }
    }

    /** Stops all of them; waits a few seconds at most. */
    @Override
    public void close() {
        List<Resident> all = new ArrayList<>();
        for (Long id : List.copyOf(residents.keySet())) {
            Resident resident = residents.remove(id);
            if (resident != null) {
                all.add(resident);
                if (resident.stopping().compareAndSet(false, true)) {
                    resident.thread().execute(() -> stop(id, resident.task()));
                    resident.thread().shutdown();
                }
            }
        }
        try {
            for (Resident resident : all) {
                if (!resident.thread().awaitTermination(5, TimeUnit.SECONDS)) {
                    resident.thread().shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
