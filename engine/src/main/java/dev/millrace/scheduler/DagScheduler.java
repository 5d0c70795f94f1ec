package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.JobListener;
import dev.millrace.rdd.JobResultHandler;
import dev.millrace.rdd.JobRunner;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ResidentHandler;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.shuffle.ShuffleKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's side of the scheduler: knows the executors, what they keep, and the jobs that run. How messages travel is
 * the business of the {@link Cluster}. Thread-safe.
 */
final class DagScheduler implements JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(DagScheduler.class);

    private final MillraceConf conf;
    private final MillraceContext context;
    private final ExecutorPool executors;
    private final BlockLocations blocks = new BlockLocations();
    private final ShuffleOutputs shuffles = new ShuffleOutputs();
    private final PlanCache plans = new PlanCache();
    private final BlockReader blockReader = new BlockReader();
    private final ResidentBook residents;
    private final Departures departures;
    private final Map<Long, Object> broadcasts = new ConcurrentHashMap<>();
    private final Map<Long, JobExecution<?, ?>> jobs = new ConcurrentHashMap<>();
    private final List<JobListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong jobIds = new AtomicLong();
    private final Waiting waiting;
    private volatile @Nullable Cluster cluster;
    private volatile JobEvent.@Nullable Cancelled ended;

    DagScheduler(MillraceConf conf, MillraceContext context, ExecutorPool executors) {
        this(conf, context, executors, Waiting.BLOCKING);
    }

    DagScheduler(MillraceConf conf, MillraceContext context, ExecutorPool executors, Waiting waiting) {
        this.waiting = waiting;
        this.conf = conf;
        this.context = context;
        this.executors = executors;
        this.residents = new ResidentBook(executors);
        this.departures = new Departures(executors, blocks);
    }

    /** Sets what is closed with this. */
    void runOn(Cluster where) {
        cluster = where;
    }

    MillraceConf conf() {
        return conf;
    }

    MillraceContext context() {
        return context;
    }

    ExecutorPool executors() {
        return executors;
    }

    Waiting waiting() {
        return waiting;
    }

    BlockReader blockReader() {
        return blockReader;
    }

    BlockLocations blocks() {
        return blocks;
    }

    ShuffleOutputs shuffles() {
        return shuffles;
    }

    PlanCache plans() {
        return plans;
    }

    Departures departures() {
        return departures;
    }

    // What executors say

    void executorAdded(ExecutorHandle executor) {
        if (executor.startsCold() && plans.installLatest(executor)) {
            executors.addPreparing(executor);
            executor.send(new DriverMessage.Prepare());
        } else {
            executors.add(executor);
        }
        tell(listener -> listener.onExecutorAdded(executor.name(), executor.cores()));
        replicateAgain();
    }

    private void prepared(ExecutorHandle executor) {
        if (executors.prepared(executor.name())) {
            LOG.info("executor is ready: executor={}", executor.name());
            replicateAgain();
        }
    }

    void executorLost(String name, String reason) {
        if (!executors.remove(name)) {
            return;
        }
        boolean left = departures.isLeaving(name);
        departures.gone(name);
        if (left) {
            LOG.info("executor left: executor={}", name);
        } else if (ended == null) {
            LOG.warn("executor lost: executor={} reason={}", name, reason);
        }
        blocks.lost(name);
        shuffles.lost(name);
        plans.lost(name);
        jobs.values().forEach(job -> job.post(new JobEvent.ExecutorLost(name, reason)));
        residents.lost(name, reason);
        tell(listener -> listener.onExecutorLost(name, reason));
        replicateAgain();
    }

    /** Brings received blocks that lost a copy back to as many as they should have. */
    private void replicateAgain() {
        List<ExecutorHandle> staying = executors.available();
        Set<String> names = staying.stream().map(ExecutorHandle::name).collect(Collectors.toSet());
        for (BlockLocations.Missing block : blocks.underReplicated(names)) {
            List<ExecutorHandle> others = staying.stream()
                    .filter(executor -> !block.holders().contains(executor.name()))
                    .toList();
            ExecutorHandle holder = executors.get(block.holders().get(0));
            if (holder != null && !others.isEmpty()) {
                ExecutorHandle to = others.get(Math.floorMod(block.block().hashCode(), others.size()));
                holder.send(new DriverMessage.Replicate(block.block(), block.level(), to.name()));
            }
        }
    }

    /** Both executors are there; but tasks may wait for what will not come. At the end they go one after the other. */
    private void linkLost(String from, String to) {
        boolean released = departures.isReleased(from) || departures.isReleased(to);
        if (ended == null && !released && executors.isAlive(from) && executors.isAlive(to)) {
            LOG.warn("connection between executors lost: from={} to={}", from, to);
            shuffles.lost(to);
            long now = System.nanoTime();
            jobs.values().forEach(job -> job.post(new JobEvent.LinkLost(from, to, now)));
        }
    }

    void handle(ExecutorHandle from, ExecutorMessage message) {
        if (message instanceof ExecutorMessage.TaskSucceeded success) {
            post(from, success.job(), message);
        } else if (message instanceof ExecutorMessage.TaskFailed failure) {
            post(from, failure.job(), message);
        } else if (message instanceof ExecutorMessage.InputMissing missing) {
            post(from, missing.job(), message);
        } else if (message instanceof ExecutorMessage.BlockStored stored) {
            if (isLate(stored) || !blocks.stored(stored.block(), stored.level(), from.name())) {
                from.sendLazily(new DriverMessage.RemoveBlocks(List.of(stored.block())));
            } else if (!executors.isAlive(from.name())) {
                blocks.lost(from.name()); // it was lost before this was told
            }
            departures.blocksChanged();
        } else if (message instanceof ExecutorMessage.Prepared) {
            prepared(from);
        } else if (message instanceof ExecutorMessage.LinkLost lost) {
            linkLost(from.name(), lost.executor());
        } else if (message instanceof ExecutorMessage.BlocksDropped dropped) {
            dropped.blocks().forEach(block -> blocks.dropped(block, from.name()));
            departures.blocksChanged();
        } else if (message instanceof ExecutorMessage.FetchBroadcast fetch) {
            sendBroadcast(from, fetch.id());
        } else if (message instanceof ExecutorMessage.FetchBlock fetch) {
            blockReader.answer(from, fetch.block());
        } else if (message instanceof ExecutorMessage.Fenced fenced) {
            fenced(from, fenced);
        } else if (message instanceof ExecutorMessage.ResidentSays says) {
            residents.says(says);
        } else if (message instanceof ExecutorMessage.ResidentFailed failed) {
            residents.failed(failed);
        } else if (message instanceof ExecutorMessage.ResidentStopped stopped) {
            residents.stopped(stopped.resident());
        }
    }

    /** A copy that comes after all of its data set were forgotten would never be. */
    private boolean isLate(ExecutorMessage.BlockStored stored) {
        StorageLevel level = stored.level();
        return stored.isCopy()
                && stored.block() instanceof BlockId.OfRDD
                && (level == null || level.replication() == 1)
                && blocks.of(stored.block()).isEmpty();
    }

    private void fenced(ExecutorHandle by, ExecutorMessage.Fenced answer) {
        if (context.driverEpoch().filter(answer.refused()::equals).isPresent()) {
            end(
                    new JobEvent.Cancelled(
                            ErrorCode.FENCED,
                            by.name() + " refuses this driver: it has epoch "
                                    + answer.refused().number() + " and is fenced by epoch " + answer.newer()
                                    + ", for which the executor has worked since; a newer driver has taken over, and this one ends"));
        }
    }

    /** Ends all jobs, those that run and those to come. */
    private void end(JobEvent.Cancelled because) {
        ended = because;
        executors.close(because);
        jobs.values().forEach(job -> job.post(because));
    }

    /** A value that cannot be sent is the failure of the task that asked, not of the connection. */
    private void sendBroadcast(ExecutorHandle to, long id) {
        Object value = broadcasts.get(id);
        try {
            to.send(new DriverMessage.BroadcastValue(id, value, value != null));
        } catch (RuntimeException e) {
            to.send(DriverMessage.BroadcastFailed.of(id, e));
        }
    }

    private void post(ExecutorHandle from, JobAttempt attempt, ExecutorMessage message) {
        JobExecution<?, ?> job = jobs.get(attempt.job());
        if (job != null) {
            job.post(new JobEvent.FromTask(from.name(), attempt, message));
        }
    }

    /**
     * What a stage reads is not where it was thought to be: its shuffles are computed again, and so is what it keeps, as
     * far as its tasks do not find it at their executors. After losses the kept partitions that one task reads can be at
     * several executors; forgetting one at a time could take as many attempts.
     */
    void forgetInputs(Stage stage) {
        List<Integer> ids = new ArrayList<>();
        stage.plan().shuffles().forEach(shuffle -> ids.add(shuffle.shuffleId()));
        shuffles.remove(ids);
        for (long rddId : stage.plan().rddIds()) {
            blocks.removeRdd(rddId);
        }
    }

    void tell(Consumer<JobListener> event) {
        for (JobListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("job listener failed: listener={}", listener.getClass().getName(), e);
            }
        }
    }

    // What the context asks for

    @Override
    public <T, R> void run(
            RDD<T> rdd, Action<T, R> action, int[] partitions, JobResultHandler<R> handler, JobDescription description)
            throws Exception {
        long id = jobIds.getAndIncrement();
        JobExecution<T, R> job = new JobExecution<>(this, id, rdd, action, partitions, handler, description);
        jobs.put(id, job);
        try {
            JobEvent.Cancelled because = ended;
            if (because != null) {
                job.post(because);
            }
            job.run();
        } finally {
            jobs.remove(id);
            departures.jobEnded(id);
        }
    }

    @Override
    public void setEpoch(Optional<DriverEpoch> epoch) {
        Cluster where = cluster;
        if (where != null) {
            where.setEpoch(epoch);
        }
    }

    @Override
    public void addListener(JobListener listener) {
        listeners.add(listener);
        executors.all().forEach(executor -> listener.onExecutorAdded(executor.name(), executor.cores()));
    }

    @Override
    public boolean isFullyKept(RDD<?> rdd) {
        return blocks.hasAll(rdd);
    }

    @Override
    public void unpersist(long rddId) {
        blocks.removeRdd(rddId);
        executors.sendAllLazily(new DriverMessage.RemoveRdds(new long[] {rddId}));
        departures.blocksChanged();
    }

    @Override
    public void removeShuffles(Collection<Integer> shuffleIds) {
        List<ShuffleKey> keys = shuffles.remove(shuffleIds);
        executors.sendAllLazily(new DriverMessage.RemoveShuffles(keys.toArray(new ShuffleKey[0])));
    }

    @Override
    public void removeBlocks(Collection<BlockId> gone) {
        List<BlockId> list = List.copyOf(gone);
        blocks.remove(list);
        executors.sendAllLazily(new DriverMessage.RemoveBlocks(list));
        departures.blocksChanged();
    }

    @Override
    public void addBroadcast(long id, Object value) {
        broadcasts.put(id, value);
    }

    @Override
    public void removeBroadcast(long id) {
        broadcasts.remove(id);
        executors.sendAllLazily(new DriverMessage.RemoveBroadcast(id));
    }

    @Override
    public void readBlocksFrom(Function<BlockId, byte @Nullable []> source) {
        blockReader.readFrom(source);
    }

    @Override
    public List<String> locations(BlockId block) {
        return blocks.of(block);
    }

    @Override
    public long startResident(ResidentTask task, List<String> preferred, ResidentHandler handler) {
        return residents.start(task, preferred, handler);
    }

    @Override
    public void tell(long resident, Object message) {
        residents.tell(resident, message);
    }

    @Override
    public void stopResident(long resident) {
        residents.stop(resident);
    }

    @Override
    public int defaultParallelism() {
        return Math.max(
                1,
                executors.available().stream().mapToInt(ExecutorHandle::cores).sum());
    }

    @Override
    public List<String> executorNames() {
        return executors.available().stream().map(ExecutorHandle::name).toList();
    }

    @Override
    public Map<String, String> executorHosts() {
        Map<String, String> hosts = new HashMap<>();
        executors.available().forEach(executor -> hosts.put(executor.name(), executor.host()));
        return hosts;
    }

    @Override
    public int desiredExecutors() {
        return executors.desired();
    }

    @Override
    public void scale(int desired, Set<Integer> leaving) {
        executors.desired(desired);
        for (ExecutorHandle executor : executors.all()) {
            boolean isSurplus = executor.ordinal() >= desired || leaving.contains(executor.ordinal());
            if (isSurplus && !departures.isLeaving(executor.name())) {
                leave(executor);
            }
        }
    }

    /**
     * The pool first: what is planned from then on passes the executor over, and what was planned before is among the jobs.
     * What it keeps can be fetched from it until it is gone.
     */
    private void leave(ExecutorHandle executor) {
        executors.leaves(executor.name());
        departures.begin(executor, jobs.keySet());
        waiting.background(
                "millrace-leave-" + executor.name(),
                new HandOver(
                        executor.name(),
                        executors,
                        blocks,
                        residents,
                        departures,
                        conf.get(MillraceConfig.EXECUTOR_LEAVE_TIMEOUT),
                        waiting::nanos,
                        this::replicateAgain));
    }

    @Override
    public void close() {
        end(new JobEvent.Cancelled(ErrorCode.CANCELLED, "the context was stopped"));
        Cluster where = cluster;
        if (where != null) {
            where.close();
        }
        blockReader.close();
    }
}
