package dev.millrace.streaming;

import dev.millrace.batch.BatchSettings;
import dev.millrace.batch.Beginning;
import dev.millrace.batch.CommitLog;
import dev.millrace.batch.NoLog;
import dev.millrace.batch.OffsetLog;
import dev.millrace.batch.StreamRun;
import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.Storage;
import dev.millrace.clock.Clock;
import dev.millrace.clock.SystemClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.function.Function0;
import dev.millrace.function.Function2;
import dev.millrace.metrics.Metric;
import dev.millrace.metrics.StreamMetrics;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.receiver.SocketReceiver;
import dev.millrace.receiver.TextLines;
import dev.millrace.streaming.receiver.Receiver;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerStreamingStarted;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a program defines its streams, starts them and waits for their end.
 *
 * <pre>{@code
 * StreamingContext context = new StreamingContext(new MillraceConf().setAppName("words"), Durations.seconds(1));
 * context.socketTextStream("localhost", 9999)
 *         .flatMap(line -> List.of(line.split(" ")).iterator())
 *         .mapToPair(word -> new Tuple2<>(word, 1))
 *         .reduceByKey(Integer::sum)
 *         .print();
 * context.start();
 * context.awaitTermination();
 * }</pre>
 *
 * <p>Streams are defined by one thread, before {@link #start}; every other method may be called by any thread at any time.
 * A job that fails ends the context; {@link #awaitTermination} throws what went wrong.
 */
public final class StreamingContext implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingContext.class);
    private static final AtomicReference<@Nullable StreamingContext> ACTIVE = new AtomicReference<>();

    private final MillraceContext millraceContext;
    private final boolean ownsContext;
    private final Duration batchDuration;
    private final Clock clock;
    private final StreamGraph graph;
    private final ListenerBus listeners = new ListenerBus();
    private final StreamMetrics metrics;
    private final JobEvents jobEvents;
    private final Termination termination = new Termination(this);
    private final Receivers receivers = new Receivers(this, termination::fail);
    private volatile StreamingContextState state = StreamingContextState.INITIALIZED;
    private volatile @Nullable String checkpointDirectory;
    private volatile @Nullable Checkpointing checkpointing;
    private volatile @Nullable MillraceException replaced;
    private volatile @Nullable StreamRun run;

    /** Takes the batch interval from {@code millrace.streaming.batchInterval}. */
    public StreamingContext(MillraceConf conf) {
        this(conf, configuredInterval(conf));
    }

    /**
     * Makes a {@link MillraceContext} too, and stops it at its end.
     *
     * @throws MillraceException when the configuration is malformed or has no master, or no executor came in time
     */
    public StreamingContext(MillraceConf conf, Duration batchDuration) {
        this(requirePositive(batchDuration), () -> new MillraceContext(conf), true, new SystemClock());
    }

    public StreamingContext(String master, String appName, Duration batchDuration) {
        this(new MillraceConf().setMaster(master).setAppName(appName), batchDuration);
    }

    /** On a context that the program has made, and stops itself unless {@link #stop()} shall. */
    public StreamingContext(MillraceContext millraceContext, Duration batchDuration) {
        this(millraceContext, batchDuration, new SystemClock());
    }

    /** With a clock of the caller's, for tests. */
    public StreamingContext(MillraceContext millraceContext, Duration batchDuration, Clock clock) {
        this(requirePositive(batchDuration), () -> millraceContext, false, clock);
    }

    private StreamingContext(
            Duration batchDuration, Supplier<MillraceContext> millraceContext, boolean ownsContext, Clock clock) {
        this.millraceContext = millraceContext.get();
        this.ownsContext = ownsContext;
        this.batchDuration = intervalToUse(this.millraceContext.getConf(), batchDuration);
        this.clock = clock;
        this.graph = new StreamGraph(this.batchDuration);
        this.metrics = new StreamMetrics(this.millraceContext.appName());
        this.jobEvents = new JobEvents(listeners, metrics);
        try {
            ExtraListeners.of(this.millraceContext.getConf()).forEach(listeners::add);
        } catch (MillraceException e) {
            if (ownsContext) {
                this.millraceContext.stop();
            }
            throw e;
        }
        metrics.gauge(Metric.BATCHES_QUEUED, this::queuedBatches);
        metrics.gauge(Metric.EXECUTORS_ALIVE, () -> executors().size());
        metrics.gauge(
                Metric.EXECUTORS_DESIRED, () -> this.millraceContext.runner().desiredExecutors());
    }

    /**
     * What {@code factory} makes, with its checkpoint in {@code directory} unless it says another. The factory defines the
     * streams at every start; where the directory has a checkpoint, {@link #start} goes on from it.
     *
     * @throws MillraceException PROGRAM_FAILED when the factory throws
     */
    public static StreamingContext getOrCreate(String directory, Function0<StreamingContext> factory) {
        StreamingContext context;
        try {
            context = factory.call();
        } catch (MillraceException e) {
            throw e;
        } catch (Exception e) {
            throw new MillraceException(
                    ErrorCode.PROGRAM_FAILED, "getOrCreate: the function that makes the context failed: " + e, e);
        }
        if (context.checkpointDirectory == null) {
            context.checkpoint(directory);
        }
        return context;
    }

    private List<String> executors() {
        return millraceContext.isStopped()
                ? List.of()
                : millraceContext.runner().executorNames();
    }

    private static Duration configuredInterval(MillraceConf conf) {
        return new Duration(conf.get(MillraceConfig.BATCH_INTERVAL).toMillis());
    }

    private static Duration requirePositive(Duration batchDuration) {
        if (batchDuration.milliseconds() < 1) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "batchDuration: expected at least 1 ms, found " + batchDuration.milliseconds() + " ms");
        }
        return batchDuration;
    }

    private static Duration intervalToUse(MillraceConf conf, Duration ofProgram) {
        Duration interval = conf.find(MillraceConfig.BATCH_INTERVAL)
                .map(configured -> new Duration(configured.toMillis()))
                .orElse(ofProgram);
        if (!interval.equals(ofProgram)) {
            LOG.info(
                    "{}={} overrides the program's batch interval of {}",
                    MillraceConfig.BATCH_INTERVAL.key(),
                    interval.prettyPrint(),
                    ofProgram.prettyPrint());
        }
        return interval;
    }

    // What is asked of it

    public MillraceContext millraceContext() {
        return millraceContext;
    }

    /** The interval of batches: the program's, unless the configuration names another. */
    public Duration batchDuration() {
        return batchDuration;
    }

    public StreamingContextState getState() {
        return state;
    }

    /** The context that has been started and not stopped in this JVM; there is one at most. */
    public static Optional<StreamingContext> getActive() {
        return Optional.ofNullable(ACTIVE.get());
    }

    /** Batches that have ended and wait for their predecessors to be processed. */
    public int queuedBatches() {
        StreamRun current = run;
        return current == null ? 0 : current.queuedBatches();
    }

    int defaultParallelism() {
        return millraceContext.defaultParallelism();
    }

    Clock clock() {
        return clock;
    }

    StreamGraph graph() {
        return graph;
    }

    ListenerBus listeners() {
        return listeners;
    }

    Receivers receivers() {
        return receivers;
    }

    boolean ownsContext() {
        return ownsContext;
    }

    /** Refuses to define anything once the graph is fixed. */
    void requireDefinable(String what) {
        if (state == StreamingContextState.ACTIVE) {
            throw new MillraceException(
                    ErrorCode.GRAPH,
                    CallSite.of(what)
                            + ": the context has been started, and its graph cannot change any more; define all"
                            + " streams and outputs before start()");
        }
        if (state == StreamingContextState.STOPPED) {
            throw new MillraceException(
                    ErrorCode.STATE, CallSite.of(what) + ": the context is stopped; make a new StreamingContext");
        }
    }

    /**
     * Keeps a checkpoint in {@code directory}, a path or a {@code file:} URI: which records belong to which batch, and which
     * batches are complete. When the context starts and the directory has one, it goes on from there: batches that were not
     * complete run again with the same records, then those whose time has passed meanwhile, then new ones. A directory
     * belongs to one job; {@code millrace.streaming.checkpoint.directory} overrides it.
     */
    public void checkpoint(String directory) {
        requireDefinable("checkpoint");
        if (directory.isBlank()) {
            throw new MillraceException(ErrorCode.ARGUMENT, "checkpoint: expected a directory, found \"\"");
        }
        checkpointDirectory = directory;
    }

    /**
     * The checkpoint that the running context keeps, as a path or URI; empty before {@link #start} and where it keeps none. A
     * batch that has completed without a failure is then in it.
     */
    public Optional<String> checkpointLocation() {
        return Optional.ofNullable(checkpointing).map(Checkpointing::location);
    }

    /** Makes every stream remember its data sets for at least that long, for {@link DStream#slice}. */
    public void remember(Duration duration) {
        requireDefinable("remember");
        graph.remember(duration);
    }

    public void addStreamingListener(StreamingListener listener) {
        listeners.add(listener);
    }

    public void removeStreamingListener(StreamingListener listener) {
        listeners.remove(listener);
    }

    /**
     * The meters of this stream, kept in memory. Add the registry of a monitoring system to it and that gets them too:
     * {@code context.meterRegistry().add(prometheus)}.
     */
    public CompositeMeterRegistry meterRegistry() {
        return metrics.registry();
    }

    // Streams of streams

    /** The records of all these streams, which must have the same slide duration. */
    public <T> DStream<T> union(List<? extends DStream<T>> streams) {
        return new UnionDStream<>(this, streams);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> DStream<T> union(DStream<T>... streams) {
        return union(List.of(streams));
    }

    /** What {@code function}, which runs on the driver, makes of the data sets of several streams at each batch. */
    public <T> DStream<T> transform(
            List<? extends DStream<?>> streams, Function2<List<RDD<?>>, Time, RDD<T>> function) {
        Functions.require("transform", function);
        return new TransformedDStream<>("transform", this, streams, function);
    }

    public <K, V> PairDStream<K, V> transformToPair(
            List<? extends DStream<?>> streams, Function2<List<RDD<?>>, Time, PairRDD<K, V>> function) {
        Functions.require("transformToPair", function);
        return PairDStream.of(new TransformedDStream<>("transformToPair", this, streams, function));
    }

    // Sources

    /**
     * What a receiver of the program's own takes in. It runs on an executor, beside its tasks; several are spread over the
     * executors.
     *
     * @throws MillraceException when the receiver cannot be sent to an executor
     */
    public <T> ReceiverInputDStream<T> receiverStream(Receiver<T> receiver) {
        return new ReceiverInputDStream<>(this, receiver);
    }

    /** As {@link #socketTextStream(String, int, StorageLevel)}, on two executors, in memory as long as there is room. */
    public ReceiverInputDStream<String> socketTextStream(String hostname, int port) {
        return socketTextStream(hostname, port, StorageLevel.MEMORY_AND_DISK_SER_2);
    }

    /**
     * The lines (UTF-8) that a server sends. When it closes the connection or cannot be reached, the receiver tries again
     * after {@code millrace.streaming.receiverRestartDelay}; a server that never was there ends the job after
     * {@code millrace.streaming.receiver.maxFailures} tries, and an unknown host ends it at start.
     *
     * @throws MillraceException when the port is none
     */
    public ReceiverInputDStream<String> socketTextStream(String hostname, int port, StorageLevel storageLevel) {
        return socketStream(hostname, port, TextLines::of, storageLevel);
    }

    /**
     * The records that {@code converter} makes of the bytes that a server sends; else as {@link #socketTextStream}.
     *
     * @param converter reads a connection; its records are taken one by one, as they come
     */
    public <T> ReceiverInputDStream<T> socketStream(
            String hostname, int port, Function<InputStream, Iterable<T>> converter, StorageLevel storageLevel) {
        Functions.require("socketStream", converter);
        return new SocketInputDStream<>(this, new SocketReceiver<>(hostname, port, converter, storageLevel));
    }

    /** One data set of the queue at each batch; an empty one when there is none. */
    public <T> InputDStream<T> queueStream(Queue<RDD<T>> queue) {
        return queueStream(queue, true);
    }

    public <T> InputDStream<T> queueStream(Queue<RDD<T>> queue, boolean oneAtATime) {
        return queueStream(queue, oneAtATime, null);
    }

    /**
     * The data sets of a queue, for tests and experiments. The engine holds the queue's monitor while it takes from it, and
     * so must who adds to a queue that is not thread-safe.
     *
     * @param oneAtATime one at each batch; otherwise all that are there
     * @param defaultRDD for batches that find the queue empty; null for an empty one
     */
    public <T> InputDStream<T> queueStream(Queue<RDD<T>> queue, boolean oneAtATime, @Nullable RDD<T> defaultRDD) {
        return new QueueInputDStream<>(this, queue, oneAtATime, defaultRDD);
    }

    /**
     * The lines of files that appear in a directory once the context has started. A file must appear whole: write it
     * elsewhere on the same file system, then move it there. Names that start with a dot or an underscore are passed over.
     */
    public DStream<String> textFileStream(String directory) {
        return fileStream(directory, path -> true, true, path -> millraceContext.textFile(path.toString()));
    }

    /**
     * What {@code reader} makes of each file that appears in a directory, as {@link #textFileStream}.
     *
     * @param filter which files are taken
     * @param newFilesOnly whether files that are there when the context starts are passed over
     * @param reader runs on the driver, once for each file
     */
    public <T> InputDStream<T> fileStream(
            String directory,
            Function<java.nio.file.Path, Boolean> filter,
            boolean newFilesOnly,
            Function<java.nio.file.Path, RDD<T>> reader) {
        return new FileInputDStream<>(this, directory, filter, newFilesOnly, reader);
    }

    /** As {@link #rateStream(long, int, Function)}, with as many partitions as the executors have cores. */
    public <T> InputDStream<T> rateStream(long recordsPerSecond, Function<Long, T> function) {
        return rateStream(recordsPerSecond, defaultParallelism(), function);
    }

    /** A steady flow of generated records, for tests and benchmarks: {@link RateInputDStream}. */
    public <T> InputDStream<T> rateStream(long recordsPerSecond, int numPartitions, Function<Long, T> function) {
        return new RateInputDStream<>(this, recordsPerSecond, numPartitions, function);
    }

    // Life

    /**
     * Starts the inputs and the batches, and returns.
     *
     * @throws MillraceException when the graph has no output or an input cannot start, when this context was started
     *     before, or when another one is active in this JVM
     */
    public synchronized void start() {
        start(this::openCheckpoint);
    }

    /** As {@link #start()}, with a checkpoint in a storage of the caller's. */
    synchronized void start(Storage storage, CheckpointLimits limits) {
        start(() -> Optional.of(openCheckpoint(storage, limits)));
    }

    private void start(Supplier<Optional<Checkpointing>> checkpoint) {
        requireNotStarted();
        graph.validate();
        if (!ACTIVE.compareAndSet(null, this)) {
            throw new MillraceException(
                    ErrorCode.STATE,
                    "start: another StreamingContext is active in this JVM; stop it first, or define both streams on one"
                            + " context");
        }
        try {
            StreamRun started = launch(checkpoint.get());
            termination.arm(millraceContext.getConf());
            started.start();
            termination.early().ifPresent(started::fail);
        } catch (RuntimeException e) {
            termination.atEnd();
            throw e;
        }
    }

    /**
     * As {@link #start}, but without any threads, and beside any other context: what the run does, the caller does step by
     * step.
     */
    synchronized StreamRun startWithoutThreads(Storage storage, CheckpointLimits limits) {
        requireNotStarted();
        graph.validate();
        try {
            return launch(Optional.of(openCheckpoint(storage, limits)));
        } catch (RuntimeException e) {
            termination.atEnd();
            throw e;
        }
    }

    private Checkpointing openCheckpoint(Storage storage, CheckpointLimits limits) {
        Checkpointing opened = Checkpointing.open(storage, limits, graph, clock, millraceContext.getConf());
        checkpointing = opened;
        return opened;
    }

    private void requireNotStarted() {
        if (state != StreamingContextState.INITIALIZED) {
            throw new MillraceException(
                    ErrorCode.STATE,
                    state == StreamingContextState.ACTIVE
                            ? "start: the context has been started already"
                            : "start: the context is stopped and cannot start again; make a new StreamingContext");
        }
    }

    private StreamRun launch(Optional<Checkpointing> checkpoint) {
        if (checkpoint.isEmpty() && !graph.states().isEmpty() && isCluster()) {
            throw new MillraceException(
                    ErrorCode.GRAPH,
                    graph.states().get(0)
                            + " keeps state on executors, which may be lost: give the job a checkpoint directory"
                            + " with checkpoint(\"...\"), or in the manifest");
        }
        requireCheckpointForLog(checkpoint.isPresent());
        checkpoint.ifPresent(opened -> receivers.open(opened.blocks(), opened::read));
        Optional<Checkpointing.Resumption> resumption = checkpoint.flatMap(opened -> opened.resume(batchDuration));
        Backpressure backpressure = new Backpressure(
                graph.inputs(),
                checkpoint.map(Checkpointing::rates).orElse(Map.of()),
                millraceContext.getConf(),
                batchDuration,
                clock.millis());
        checkpoint.ifPresent(opened -> opened.keepRates(backpressure::rates));
        graph.startInputs();
        long interval = batchDuration.milliseconds();
        Time zero = resumption
                .map(Checkpointing.Resumption::zeroTime)
                .orElseGet(() -> new Time(clock.millis()).floor(batchDuration));
        graph.start(zero);
        checkpoint.ifPresent(opened -> opened.begin(zero, batchDuration));
        millraceContext.setDriverEpoch(checkpoint.map(opened -> opened.epoch(zero)));
        NoLog none = new NoLog();
        StreamRun started = new StreamRun(
                graph,
                millraceContext,
                clock,
                BatchSettings.of(millraceContext.getConf(), interval),
                resumption.map(Checkpointing.Resumption::beginning).orElseGet(() -> Beginning.at(zero.milliseconds())),
                checkpoint.<OffsetLog>map(opened -> opened).orElse(none),
                checkpoint.<CommitLog>map(opened -> opened).orElse(none),
                new Observers(List.of(backpressure, new BatchMeasuring(metrics), new BatchEvents(listeners))),
                termination::atEnd);
        checkpoint.ifPresent(opened -> opened.awaitCommitsBy(started::requireCommitted));
        run = started;
        state = StreamingContextState.ACTIVE;
        millraceContext.addJobListener(jobEvents);
        listeners.post(() -> new StreamingListenerStreamingStarted(clock.millis()));
        return started;
    }

    private void requireCheckpointForLog(boolean hasCheckpoint) {
        boolean logs = millraceContext.getConf().get(MillraceConfig.RECEIVER_LOG_ENABLED);
        if (logs && !hasCheckpoint && graph.inputs().stream().anyMatch(ReceiverInputDStream.class::isInstance)) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    MillraceConfig.RECEIVER_LOG_ENABLED.key()
                            + "=true: the log is in the checkpoint, and the job has none; give it a directory with"
                            + " checkpoint(\"...\"), or in the manifest");
        }
    }

    private boolean isCluster() {
        return millraceContext
                .getConf()
                .find(MillraceConfig.MASTER)
                .filter("cluster"::equals)
                .isPresent();
    }

    private Optional<Checkpointing> openCheckpoint() {
        String ofProgram = checkpointDirectory;
        Optional<String> directory = millraceContext
                .getConf()
                .find(MillraceConfig.CHECKPOINT_DIRECTORY)
                .or(() -> Optional.ofNullable(ofProgram));
        directory
                .filter(used -> ofProgram != null && !used.equals(ofProgram))
                .ifPresent(used -> LOG.info(
                        "{}={} overrides the program's checkpoint directory {}",
                        MillraceConfig.CHECKPOINT_DIRECTORY.key(),
                        used,
                        ofProgram));
        Optional<Checkpointing> opened =
                directory.map(place -> Checkpointing.open(place, graph, clock, millraceContext.getConf()));
        checkpointing = opened.orElse(null);
        return opened;
    }

    /** Nothing runs any more. */
    void ended() {
        Checkpointing open = checkpointing;
        receivers.close();
        if (open != null) {
            replaced = open.replaced().orElse(null);
            open.close();
        }
        millraceContext.setDriverEpoch(Optional.empty());
        jobEvents.end();
        listeners.close();
        state = StreamingContextState.STOPPED;
        ACTIVE.compareAndSet(this, null);
    }

    /** Stops at once: what is queued does not run, what runs is interrupted. Stops the {@link MillraceContext} too. */
    public void stop() {
        stop(true);
    }

    /** Stops at once, the {@link MillraceContext} too if {@code stopMillraceContext}. */
    public void stop(boolean stopMillraceContext) {
        stop(stopMillraceContext, false);
    }

    /**
     * Ends the stream and returns when it has ended; on a thread of the engine, such as in a function given to
     * {@link DStream#foreachRDD}, returns at once, and the stream ends after that. Has no effect when it has ended before.
     *
     * @param stopMillraceContext whether executors are stopped too
     * @param stopGracefully whether everything that has been taken in is processed first; no longer than
     *     {@code millrace.streaming.gracefulStopTimeout}
     */
    public void stop(boolean stopMillraceContext, boolean stopGracefully) {
        termination.stop(stopMillraceContext, stopGracefully);
    }

    /** Stops at once, with the {@link MillraceContext}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Waits until the stream has ended.
     *
     * @throws MillraceException when it ended because a job failed
     */
    public void awaitTermination() throws InterruptedException {
        termination.await();
    }

    /**
     * Waits until the stream has ended, but no longer than that.
     *
     * @return whether it has ended
     * @throws MillraceException when it ended because a job failed
     */
    public boolean awaitTerminationOrTimeout(long timeoutMillis) throws InterruptedException {
        return termination.await(timeoutMillis);
    }

    /** Set when the context has ended and a newer driver has its checkpoint. */
    @Nullable
    MillraceException replaced() {
        return replaced;
    }

    @Nullable
    StreamRun run() {
        return run;
    }
}
