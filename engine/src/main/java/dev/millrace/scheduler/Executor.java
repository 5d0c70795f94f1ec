package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.execution.Chain;
import dev.millrace.execution.HeapStateStore;
import dev.millrace.execution.Specializer;
import dev.millrace.rdd.BlockId;
import dev.millrace.shuffle.Inbox;
import dev.millrace.shuffle.ShuffleKey;
import dev.millrace.state.StateStore;
import dev.millrace.storage.BlockStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one job in this JVM: a thread for each core, the blocks, the inbox of the shuffles, and the tasks that
 * stay. It does what the messages of its driver and of other executors say; how they arrive is not its business.
 * Thread-safe.
 */
final class Executor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    /**
     * What an executor needs to know.
     *
     * @param cores number of tasks that run at the same time
     * @param storageMemory bytes for blocks
     * @param directory where blocks on disk go
     * @param loader where the classes of the user's functions are found
     * @param specialize whether fused chains get classes of their own
     * @param states where states are; closed with the executor
     */
    record Settings(
            int cores, long storageMemory, Path directory, ClassLoader loader, boolean specialize, StateStore states) {
        /** With states on the heap. */
        Settings(int cores, long storageMemory, Path directory, ClassLoader loader, boolean specialize) {
            this(cores, storageMemory, directory, loader, specialize, new HeapStateStore());
        }

        /**
         * As the configuration says.
         *
         * @throws dev.millrace.error.MillraceException when there is no state store of that name
         */
        static Settings of(MillraceConf conf, int cores, ClassLoader loader) {
            Path directory = Path.of(conf.get(MillraceConfig.LOCAL_DIR.key(), System.getProperty("java.io.tmpdir")));
            return new Settings(
                    cores,
                    conf.get(MillraceConfig.STORAGE_MEMORY),
                    directory,
                    loader,
                    conf.get(MillraceConfig.SPECIALIZE),
                    StateStores.open(conf, directory, loader));
        }
    }

    private final Settings settings;
    private final DriverLink driver;
    private final PeerLinks peers;
    private final Inbox inbox = new Inbox();
    private final BlockStore blocks;
    private final Replicator replicator;
    private final MovedBlocks movedBlocks;
    private final Broadcasts broadcasts;
    private final LoggedBlocks loggedBlocks;
    private final Residents residents;
    private final Chain chain;
    private final Map<Long, InstalledPlan> plans = new ConcurrentHashMap<>();
    private final Map<JobAttempt, Set<TaskRun>> active = new ConcurrentHashMap<>();
    private final BlockingQueue<TaskRun> ready = new LinkedBlockingQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private final ExecutorService preparing;
    private volatile String name;
    private volatile Runnable rehearsal = () -> {};
    private volatile boolean closed;

    Executor(String name, Settings settings, DriverLink driver, PeerLinks peers) {
        this(name, settings, driver, peers, Workers.THREADS);
    }

    Executor(String name, Settings settings, DriverLink driver, PeerLinks peers, Workers work) {
        this.name = name;
        this.settings = settings;
        this.driver = driver;
        this.peers = peers;
        this.blocks = new BlockStore(
                settings.storageMemory(),
                settings.directory(),
                settings.loader(),
                this::dataSetsRead,
                block -> driver.send(new ExecutorMessage.BlocksDropped(List.of(block))));
        this.replicator = new Replicator(blocks, driver, peers, settings.loader(), work);
        this.movedBlocks = new MovedBlocks(blocks, replicator);
        this.broadcasts = new Broadcasts(driver);
        this.loggedBlocks = new LoggedBlocks(driver, settings.loader(), work);
        this.residents = new Residents(settings.loader(), this::name, driver, replicator);
        this.chain = new Chain(new Specializer(settings.specialize()));
        this.preparing = work.serial("millrace-prepare");
        for (int worker = 0; worker < settings.cores(); worker++) {
            workers.add(work.start("millrace-task-" + worker, new TaskRunner(this, worker)));
        }
    }

    String name() {
        return name;
    }

    Settings settings() {
        return settings;
    }

    DriverLink driver() {
        return driver;
    }

    PeerLinks peers() {
        return peers;
    }

    Inbox inbox() {
        return inbox;
    }

    BlockStore blocks() {
        return blocks;
    }

    Replicator replicator() {
        return replicator;
    }

    MovedBlocks movedBlocks() {
        return movedBlocks;
    }

    LoggedBlocks loggedBlocks() {
        return loggedBlocks;
    }

    Broadcasts broadcasts() {
        return broadcasts;
    }

    Chain chain() {
        return chain;
    }

    InstalledPlan plan(long planId) {
        InstalledPlan plan = plans.get(planId);
        if (plan == null) {
            throw new IllegalStateException("plan " + planId + " is not installed");
        }
        return plan;
    }

    /** Ids of the kept data sets of all tasks that have come and not ended. */
    private Set<Long> dataSetsRead() {
        Set<Long> ids = new HashSet<>();
        for (Set<TaskRun> runs : active.values()) {
            for (TaskRun run : runs) {
                for (long id : run.stage().rddIds()) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    /** The next task that can run; waits for one. */
    TaskRun next() throws InterruptedException {
        return ready.take();
    }

    /** Whether a task can run now. */
    boolean hasNext() {
        return !ready.isEmpty();
    }

    void ended(TaskRun run) {
        active.computeIfPresent(run.tasks().job(), (job, runs) -> {
            runs.remove(run);
            return runs.isEmpty() ? null : runs;
        });
    }

    boolean isClosed() {
        return closed;
    }

    void handle(DriverMessage message) {
        try {
            dispatch(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dispatch(DriverMessage message) throws IOException {
        if (message instanceof DriverMessage.RunTasks run) {
            accept(run);
        } else if (message instanceof DriverMessage.InstallPlan install) {
            plans.put(install.planId(), new InstalledPlan(install.plan(), settings.loader(), settings.cores()));
        } else if (message instanceof DriverMessage.Prepare) {
            inBackground(this::prepare);
        } else if (message instanceof DriverMessage.RemovePlans remove) {
            for (long planId : remove.planIds()) {
                plans.remove(planId);
            }
        } else if (message instanceof DriverMessage.CancelJob cancel) {
            Set<TaskRun> runs = active.remove(cancel.job());
            if (runs != null) {
                List.copyOf(runs).forEach(TaskRun::cancel);
            }
        } else if (message instanceof DriverMessage.RemoveShuffles remove) {
            inbox.remove(remove.shuffles());
        } else if (message instanceof DriverMessage.ForwardShuffle forward) {
            forward(forward);
        } else if (message instanceof DriverMessage.RemoveRdds remove) {
            Set<Long> ids = new HashSet<>();
            for (long id : remove.rddIds()) {
                ids.add(id);
            }
            blocks.removeIf(block -> block instanceof BlockId.OfRDD part && ids.contains(part.rddId()));
        } else if (message instanceof DriverMessage.RemoveBlocks remove) {
            for (BlockId block : remove.blocks()) {
                blocks.remove(block);
            }
        } else if (message instanceof DriverMessage.Replicate replicate) {
            replicator.copyTo(replicate.to(), replicate.block(), replicate.level());
        } else if (message instanceof DriverMessage.BroadcastValue value) {
            broadcasts.arrived(value);
        } else if (message instanceof DriverMessage.BroadcastFailed failed) {
            broadcasts.failed(failed);
        } else if (message instanceof DriverMessage.RemoveBroadcast remove) {
            broadcasts.remove(remove.id());
        } else if (message instanceof DriverMessage.BlockContent content) {
            loggedBlocks.arrived(content);
        } else if (message instanceof DriverMessage.BlockFailed failed) {
            loggedBlocks.failed(failed);
        } else if (message instanceof DriverMessage.StartResident start) {
            residents.start(start.resident(), start.task());
        } else if (message instanceof DriverMessage.TellResident tell) {
            residents.tell(tell.resident(), tell.message());
        } else if (message instanceof DriverMessage.StopResident stop) {
            residents.stop(stop.resident());
        } else if (message instanceof DriverMessage.Registered registered) {
            name = registered.executor();
        }
    }

    /** What is done before this executor says that it is ready. */
    void rehearseBy(Runnable work) {
        rehearsal = work;
    }

    /** There are more executors than before. */
    void peersJoined() {
        inBackground(() -> {
            connect();
            if (!plans.isEmpty()) { // the job runs, and will soon give them what is kept here
                rehearsal.run();
            }
        });
    }

    private void inBackground(Runnable work) {
        try {
            preparing.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("left out after stop", e);
        }
    }

    private void connect() {
        try {
            peers.connect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("connections are opened when they are needed", e);
        }
    }

    private void awaitOthers() {
        try {
            peers.awaitOthers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the first tasks would have to wait for, and the batch with them. */
    private void prepare() {
        connect();
        rehearsal.run();
        for (InstalledPlan plan : List.copyOf(plans.values())) {
            try {
                for (int worker = 0; worker < settings.cores(); worker++) {
                    plan.copy(worker);
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("the task will say why its plan cannot be read", e);
            }
        }
        awaitOthers();
        driver.send(new ExecutorMessage.Prepared());
    }

    private void accept(DriverMessage.RunTasks message) {
        TaskRun.RunTasks common = new TaskRun.RunTasks(message.job(), message.batchTime(), message.executors());
        List<TaskRun> runs = new ArrayList<>();
        for (StageRun stage : message.stages()) {
            for (StageRun.Task task : stage.tasks()) {
                runs.add(new TaskRun(common, stage, task));
            }
        }
        active.compute(message.job(), (job, before) -> {
            Set<TaskRun> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.addAll(runs);
            return all;
        });
        for (TaskRun run : runs) {
            int[] reads = run.task().reads();
            if (reads.length == 0) {
                ready.add(run);
            }
            for (int i = 0; i < reads.length; i += 2) {
                ShuffleKey input = run.stage().inputs()[reads[i]];
                if (input == null) {
                    throw new IllegalStateException("stage " + run.stage().stage() + " reads a shuffle without a key");
                }
                inbox.whenComplete(input, run.stage().senders()[reads[i]], reads[i + 1], () -> {
                    if (run.inputArrived()) {
                        ready.add(run);
                    }
                });
            }
        }
    }

    private void forward(DriverMessage.ForwardShuffle forward) {
        // The driver hears that a task has sent its records before they are all here.
        inbox.whenComplete(forward.shuffle(), forward.senders(), forward.partition(), () -> {
            Object[] content = inbox.get(forward.shuffle(), forward.partition());
            if (content != null) {
                replicator.forward(forward, content);
            }
        });
    }

    void handle(String from, PeerMessage message) {
        if (message instanceof PeerMessage.ShuffleData data) {
            for (int i = 0; i < data.partitions().length; i++) {
                inbox.put(data.shuffle(), data.senders(), data.sender(), data.partitions()[i], data.chunks()[i]);
            }
        } else if (message instanceof PeerMessage.KeepBlock keep) {
            replicator.keepFor(from, keep);
        } else if (message instanceof PeerMessage.FetchBlock fetch) {
            replicator.sendTo(from, fetch);
        }
    }

    @Override
    public void close() {
        closed = true;
        residents.close();
        replicator.close();
        preparing.shutdownNow();
        workers.forEach(Thread::interrupt);
        try {
            for (Thread worker : workers) {
                worker.join(5_000);
                if (worker.isAlive()) {
                    LOG.warn("task thread still busy after stop: thread={}", worker.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peers.close();
        try {
            blocks.close();
        } catch (IOException e) {
            LOG.warn("cannot remove blocks on disk", e);
        }
        settings.states().close();
    }
}
