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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that stay at this executor, each with a thread of its own for what the driver tells it. Thread-safe. */
final class Residents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Residents.class);

    private record Resident(ResidentTask task, ExecutorService thread) {}

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
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(work, "millrace-resident-" + id);
            created.setDaemon(true);
            created.setContextClassLoader(loader);
            return created;
        });
        residents.put(id, new Resident(task, thread));
        thread.execute(() -> {
            try {
                task.start(new Context(id));
            } catch (Exception e) {
                LOG.warn("resident task did not start: resident={}", id, e);
                driver.send(new ExecutorMessage.ResidentFailed(id, e.toString()));
            }
        });
    }

    void tell(long id, Object message) {
        Resident resident = residents.get(id);
        if (resident != null) {
            resident.thread().execute(() -> {
                try {
                    resident.task().receive(message);
                } catch (Exception e) {
                    LOG.warn("resident task failed at a message: resident={} message={}", id, message, e);
                }
            });
        }
    }

    void stop(long id) {
        Resident resident = residents.remove(id);
        if (resident == null) {
            driver.send(new ExecutorMessage.ResidentStopped(id));
            return;
        }
        resident.thread().execute(() -> {
            stop(id, resident.task());
            driver.send(new ExecutorMessage.ResidentStopped(id));
        });
        resident.thread().shutdown();
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
                resident.thread().execute(() -> stop(id, resident.task()));
                resident.thread().shutdown();
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
