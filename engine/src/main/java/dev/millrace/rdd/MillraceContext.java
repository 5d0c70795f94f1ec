package dev.millrace.rdd;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Rethrow;
import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where data sets are made and jobs are run: the connection of a program to its executors, in one JVM
 * ({@code millrace.master=local[n]}) or in processes of their own ({@code cluster}). Close it when done. Thread-safe.
 */
public final class MillraceContext implements AutoCloseable {
    /** Name of the manifest in a directory that an output has written. */
    public static final String OUTPUT_MANIFEST = OutputManifest.NAME;

    private static final Cleaner CLEANER = Cleaner.create();
    private static final Set<MillraceContext> ACTIVE = ConcurrentHashMap.newKeySet();

    private final MillraceConf conf;
    private final JobRunner runner;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<Long, AccumulatorV2<?, ?>> accumulators = new ConcurrentHashMap<>();
    private final Map<Long, List<Integer>> shufflesByBatch = new ConcurrentHashMap<>();
    private final ThreadLocal<JobDescription> description = ThreadLocal.withInitial(() -> JobDescription.NONE);
    private final String id = UUID.randomUUID().toString();
    private final Set<Path> outputs = ConcurrentHashMap.newKeySet();
    private volatile Optional<DriverEpoch> driverEpoch = Optional.empty();

    /**
     * Starts the executors that the configuration names, or waits for them.
     *
     * @throws MillraceException when the configuration has no master or is malformed, or no executor came in time
     */
    public MillraceContext(MillraceConf conf) {
        this(
                conf,
                ServiceLoader.load(JobRunnerProvider.class, MillraceContext.class.getClassLoader())
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no scheduler on the class path")));
    }

    /** With a scheduler of the caller's. */
    MillraceContext(MillraceConf conf, JobRunnerProvider scheduler) {
        this(scheduler, conf);
        ACTIVE.add(this);
    }

    private MillraceContext(JobRunnerProvider scheduler, MillraceConf conf) {
        this.conf = conf.clone();
        this.conf.validate();
        this.conf.get(MillraceConfig.MASTER);
        this.runner = scheduler.open(this.conf, this);
    }

    /** One that is not among the {@link #active} ones, for the engine's own jobs. */
    public static MillraceContext unlisted(MillraceConf conf, JobRunnerProvider scheduler) {
        return new MillraceContext(scheduler, conf);
    }

    public MillraceContext(String master, String appName) {
        this(new MillraceConf().setMaster(master).setAppName(appName));
    }

    /** The contexts of this JVM that are not stopped. */
    public static List<MillraceContext> active() {
        return List.copyOf(ACTIVE);
    }

    /** A copy of the configuration. */
    public MillraceConf getConf() {
        return conf.clone();
    }

    public String appName() {
        return conf.get(MillraceConfig.APP_NAME.key(), "millrace");
    }

    /** Names this context among all that there ever are. */
    String id() {
        return id;
    }

    /** Which start of its job this driver is; empty while no stream with a checkpoint runs. For sinks. */
    public Optional<DriverEpoch> driverEpoch() {
        return driverEpoch;
    }

    /** Says which start of its job this driver is; for the streams. */
    public void setDriverEpoch(Optional<DriverEpoch> epoch) {
        outputs.clear();
        driverEpoch = epoch;
        runner.setEpoch(epoch);
    }

    /** Whether nothing has asked for this directory since the epoch was set. */
    boolean isFirstOutputTo(Path directory) {
        return outputs.add(directory);
    }

    /** What the jobs of this thread belong to. */
    JobDescription currentJob() {
        return description.get();
    }

    /** Adds a listener for tasks, stages and executors. */
    public void addJobListener(JobListener listener) {
        runner.addListener(listener);
    }

    /** For the engine's own parts. */
    public JobRunner runner() {
        return runner;
    }

    public int defaultParallelism() {
        return conf.find(MillraceConfig.DEFAULT_PARALLELISM).orElseGet(runner::defaultParallelism);
    }

    int parallelismOr(int partitions) {
        return conf.find(MillraceConfig.DEFAULT_PARALLELISM).orElse(Math.max(1, partitions));
    }

    // Sources

    public <T> RDD<T> parallelize(List<T> elements) {
        return parallelize(elements, defaultParallelism());
    }

    /** A collection of this program, copied, as a data set of {@code numPartitions} partitions. */
    public <T> RDD<T> parallelize(List<T> elements, int numPartitions) {
        requirePositive("parallelize", numPartitions);
        return new ParallelCollectionRDD<>(this, elements, numPartitions);
    }

    public <K, V> PairRDD<K, V> parallelizePairs(List<Tuple2<K, V>> elements) {
        return PairRDD.of(parallelize(elements));
    }

    public <K, V> PairRDD<K, V> parallelizePairs(List<Tuple2<K, V>> elements, int numPartitions) {
        return PairRDD.of(parallelize(elements, numPartitions));
    }

    /** A data set without partitions. */
    public <T> RDD<T> emptyRDD() {
        return new ParallelCollectionRDD<>(this, List.of(), 0);
    }

    /** What {@code function} makes of each number from {@code from} (inclusive) to {@code to} (exclusive). */
    public <T> RDD<T> generate(long from, long to, int numPartitions, Function<Long, T> function) {
        requirePositive("generate", numPartitions);
        return new GeneratedRDD<>(this, checked("generate", function), from, Math.max(from, to), numPartitions);
    }

    /**
     * The lines of a file, of all files of a directory, or of all files and directories that match a pattern in the last part
     * of the path, such as {@code logs/*.txt}. Files whose names begin with a dot or an underscore are passed over; of a
     * directory that an output has written, its manifest says what belongs to it.
     */
    public RDD<String> textFile(String path) {
        return textFile(path, Math.min(2, defaultParallelism()));
    }

    /**
     * The lines of text files (UTF-8; {@code .gz} is unpacked), which every executor must be able to read.
     *
     * @throws MillraceException when there is no such file, or one that a manifest names is missing or cut off
     */
    public RDD<String> textFile(String path, int minPartitions) {
        requirePositive("textFile", minPartitions);
        return TextFileRDD.of(this, path, minPartitions);
    }

    /**
     * The objects that {@code saveAsObjectFile} has written; paths are as in {@link #textFile(String)}. Each file is a partition.
     * Reading makes objects of the classes that the files name, without Java serialization: read none from whom you would not
     * take a class's data. A file that was cut off or changed fails its task.
     *
     * @throws MillraceException when there is no such file
     */
    public <T> RDD<T> objectFile(String path) {
        return new ObjectFileRDD<>(this, InputFiles.find("objectFile", path));
    }

    /** As {@link #objectFile(String)}: a file cannot be split, so {@code minPartitions} changes nothing. */
    public <T> RDD<T> objectFile(String path, int minPartitions) {
        requirePositive("objectFile", minPartitions);
        return objectFile(path);
    }

    /** Blocks that receivers took in, one a partition; for the streams. */
    public <T> RDD<T> blocks(List<BlockId> blocks, java.util.function.Function<BlockId, List<String>> locations) {
        return new BlockRDD<>(this, blocks, locations);
    }

    /** All elements; partitioned as the parts are when they are all partitioned alike. */
    public <T> RDD<T> union(List<? extends RDD<T>> parts) {
        if (parts.isEmpty()) {
            return emptyRDD();
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Optional<Partitioner> first = parts.get(0).partitioner();
        boolean aligned = first.isPresent()
                && parts.stream().allMatch(part -> part.partitioner().equals(first));
        return aligned ? new AlignedUnionRDD<>(this, parts) : new UnionRDD<>(this, parts);
    }

    // Shared variables

    public <T> Broadcast<T> broadcast(T value) {
        Broadcast<T> broadcast = new Broadcast<>(value);
        runner.addBroadcast(broadcast.id(), value);
        return broadcast;
    }

    /** Forgets a broadcast value, here and on all executors. */
    public void destroy(Broadcast<?> broadcast) {
        broadcast.forget();
        runner.removeBroadcast(broadcast.id());
    }

    public LongAccumulator longAccumulator() {
        return register(new LongAccumulator());
    }

    public DoubleAccumulator doubleAccumulator() {
        return register(new DoubleAccumulator());
    }

    public <T> CollectionAccumulator<T> collectionAccumulator() {
        return register(new CollectionAccumulator<>());
    }

    /** Makes the driver collect what tasks add to an accumulator of the user's own. */
    public <A extends AccumulatorV2<?, ?>> A register(A accumulator) {
        accumulators.put(accumulator.id(), accumulator);
        return accumulator;
    }

    /**
     * Adds what a task that succeeded has added; for the scheduler.
     *
     * @throws MillraceException for an accumulator that this context does not know: what was added would be lost
     */
    public void merge(Map<Long, AccumulatorV2<?, ?>> updates) {
        updates.forEach((id, part) -> {
            AccumulatorV2<?, ?> total = accumulators.get(id);
            if (total == null) {
                throw new MillraceException(
                        ErrorCode.STATE,
                        "a task added to a " + part.getClass().getSimpleName()
                                + " that this MillraceContext does not know: make it with longAccumulator() and its like,"
                                + " or register() it, at the context that runs the job");
            }
            total.merge(part);
        });
    }

    // Jobs

    /** Says what the jobs of this thread belong to, while {@code body} runs. */
    public <R> R describing(JobDescription jobs, java.util.concurrent.Callable<R> body) throws Exception {
        JobDescription before = description.get();
        description.set(jobs);
        try {
            return body.call();
        } finally {
            description.set(before);
        }
    }

    /** Runs an action on all partitions; returns when it has succeeded on all. */
    public <T, R> void runJob(RDD<T> rdd, Action<T, R> action, JobResultHandler<R> handler) {
        runJob(rdd, action, rdd.allPartitions(), handler);
    }

    /** Runs an action on some partitions; returns when it has succeeded on all. */
    public <T, R> void runJob(RDD<T> rdd, Action<T, R> action, int[] partitions, JobResultHandler<R> handler) {
        requireRunning();
        if (partitions.length == 0) {
            return;
        }
        try {
            runner.run(rdd.node(), action, partitions, handler, description.get());
        } catch (Exception e) {
            throw Rethrow.unchecked(e);
        }
    }

    private void requireRunning() {
        if (stopped.get()) {
            throw new MillraceException(
                    ErrorCode.STATE, "this MillraceContext is stopped: make a new one to run further jobs");
        }
    }

    /** A shuffle of a batch is dropped with the batch; one of the program when its data set is not referenced any more. */
    void shuffleCreated(ShuffleDependency<?, ?, ?> shuffle) {
        int shuffleId = shuffle.shuffleId();
        JobDescription current = description.get();
        if (current.batchTime().isPresent()) {
            shufflesByBatch
                    .computeIfAbsent(
                            current.batchTime().getAsLong(), time -> Collections.synchronizedList(new ArrayList<>()))
                    .add(shuffleId);
        } else {
            JobRunner target = runner;
            AtomicBoolean gone = stopped;
            CLEANER.register(shuffle, () -> {
                if (!gone.get()) {
                    target.removeShuffles(List.of(shuffleId));
                }
            });
        }
    }

    /** Drops what the shuffles of a batch sent; whatever needs it again computes it again. */
    public void batchEnded(long batchTime) {
        List<Integer> shuffles = shufflesByBatch.remove(batchTime);
        if (shuffles != null) {
            runner.removeShuffles(shuffles);
        }
    }

    <F> F checked(String operation, @Nullable F function) {
        if (function == null) {
            throw new MillraceException(ErrorCode.ARGUMENT, operation + ": expected a function, found null");
        }
        RDD.requireSerializable(function, operation);
        return function;
    }

    private static void requirePositive(String operation, int numPartitions) {
        if (numPartitions < 1) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, operation + ": expected numPartitions >= 1, found " + numPartitions);
        }
    }

    public boolean isStopped() {
        return stopped.get();
    }

    /** Cancels the jobs that run and stops the executors. */
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            ACTIVE.remove(this);
            runner.close();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
