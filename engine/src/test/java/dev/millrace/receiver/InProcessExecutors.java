package dev.millrace.receiver;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.JobListener;
import dev.millrace.rdd.JobResultHandler;
import dev.millrace.rdd.JobRunner;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.ResidentHandler;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.StorageLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Executors for resident tasks, by name, that a test can lose; jobs do not run here. */
final class InProcessExecutors implements JobRunner {
    final List<String> alive = new CopyOnWriteArrayList<>();
    final List<BlockId> removed = new CopyOnWriteArrayList<>();

    private final Map<Long, Resident> residents = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    InProcessExecutors(String... names) {
        alive.addAll(List.of(names));
    }

    /** One thread delivers the messages of a task, as on a connection. */
    private static final class Resident implements ResidentContext {
        final String executor;
        final ResidentTask task;
        final ResidentHandler handler;
        final ExecutorService messages = Executors.newSingleThreadExecutor();

        Resident(String executor, ResidentTask task, ResidentHandler handler) {
            this.executor = executor;
            this.task = task;
            this.handler = handler;
        }

        @Override
        public String executorId() {
            return executor;
        }

        @Override
        public List<String> store(BlockId block, Chunk chunk, StorageLevel level) {
            return List.of(executor);
        }

        @Override
        public void send(Object message) {
            if (!messages.isShutdown()) {
                messages.execute(() -> handler.onMessage(message));
            }
        }
    }

    @Override
    public long startResident(ResidentTask task, List<String> preferred, ResidentHandler handler) {
        if (alive.isEmpty()) {
            throw new MillraceException(ErrorCode.NO_EXECUTORS, "none");
        }
        String executor = preferred.stream().filter(alive::contains).findFirst().orElseGet(() -> alive.get(0));
        long id = ids.incrementAndGet();
        ResidentTask arrived;
        try {
            arrived = copy(task);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            handler.onNotStarted(e.toString());
            return id;
        }
        try {
            Resident resident = new Resident(executor, arrived, handler);
            residents.put(id, resident);
            resident.task.start(resident);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return id;
    }

    private static ResidentTask copy(ResidentTask task) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ResidentTask) in.readObject();
        }
    }

    /** Loses an executor: what runs there is not heard of again. */
    void lose(String executor) {
        alive.remove(executor);
        residents.forEach((id, resident) -> {
            if (resident.executor.equals(executor) && residents.remove(id) != null) {
                resident.messages.execute(() -> resident.handler.onLost("executor " + executor + " was lost"));
                resident.messages.shutdown();
            }
        });
    }

    @Override
    public void tell(long resident, Object message) {
        Resident target = residents.get(resident);
        if (target != null) {
            try {
                target.task.receive(message);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void stopResident(long resident) {
        Resident target = residents.get(resident);
        if (target != null) {
            try {
                target.task.stop();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            residents.remove(resident, target);
            target.messages.shutdown();
        }
    }

    @Override
    public List<String> executorNames() {
        return List.copyOf(alive);
    }

    @Override
    public Map<String, String> executorHosts() {
        return alive.stream().collect(Collectors.toMap(name -> name, name -> "localhost"));
    }

    @Override
    public void removeBlocks(Collection<BlockId> blocks) {
        removed.addAll(blocks);
    }

    @Override
    public void close() {
        alive.forEach(this::lose);
    }

    @Override
    public void readBlocksFrom(Function<BlockId, byte @Nullable []> source) {}

    @Override
    public List<String> locations(BlockId block) {
        return executorNames();
    }

    @Override
    public int defaultParallelism() {
        return alive.size();
    }

    @Override
    public void scale(int desired, Set<Integer> leaving) {
        throw new UnsupportedOperationException("these executors do not leave");
    }

    @Override
    public int desiredExecutors() {
        return alive.size();
    }

    @Override
    public <T, R> void run(
            RDD<T> rdd,
            Action<T, R> action,
            int[] partitions,
            JobResultHandler<R> handler,
            JobDescription description) {
        throw new AssertionError("no jobs here");
    }

    @Override
    public void setEpoch(Optional<DriverEpoch> epoch) {}

    @Override
    public void addListener(JobListener listener) {}

    @Override
    public boolean isFullyKept(RDD<?> rdd) {
        return false;
    }

    @Override
    public void unpersist(long rddId) {}

    @Override
    public void removeShuffles(Collection<Integer> shuffleIds) {}

    @Override
    public void addBroadcast(long id, Object value) {}

    @Override
    public void removeBroadcast(long id) {}
}
