package dev.millrace.streaming;

import dev.millrace.batch.Beginning;
import dev.millrace.batch.CommitLog;
import dev.millrace.batch.InputRange;
import dev.millrace.batch.OffsetLog;
import dev.millrace.checkpoint.BlockLog;
import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.CheckpointStore;
import dev.millrace.checkpoint.Commit;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.FencedException;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.StatePart;
import dev.millrace.checkpoint.Storage;
import dev.millrace.checkpoint.WindowPartials;
import dev.millrace.clock.Clock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.DriverEpoch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint of a running context, as the offset log and the commit log of its batches.
 *
 * <pre>
 *   open -&gt; resume -&gt; (inputs and graph start) -&gt; begin -&gt; awaitCommitsBy -&gt; { append, commit }* -&gt; close
 * </pre>
 */
final class Checkpointing implements OffsetLog, CommitLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointing.class);

    private final CheckpointStore store;
    private final InputRecovery inputs;
    private final StateRecovery states;
    private final WindowRecovery windows;
    private final Clock clock;
    private final boolean allowDropped;
    private final boolean mayLag;
    private Optional<Progress> resumed = Optional.empty();
    private Supplier<Map<String, Double>> rates = Map::of;
    private LongConsumer commits = batch -> {};

    private Checkpointing(
            CheckpointStore store,
            InputRecovery inputs,
            StateRecovery states,
            WindowRecovery windows,
            Clock clock,
            MillraceConf conf) {
        this.store = store;
        this.inputs = inputs;
        this.states = states;
        this.windows = windows;
        this.clock = clock;
        this.allowDropped = conf.get(MillraceConfig.CHECKPOINT_ALLOW_DROPPED);
        boolean hasMuchToWrite = !states.isEmpty() || !windows.isEmpty();
        this.mayLag = hasMuchToWrite && conf.get(MillraceConfig.CHECKPOINT_ASYNCHRONOUS);
    }

    /**
     * Takes the checkpoint over from whatever driver had it.
     *
     * @param place path or {@code file:} URI of a directory
     * @throws MillraceException when it cannot be used
     */
    static Checkpointing open(String place, StreamGraph graph, Clock clock, MillraceConf conf) {
        CheckpointLimits limits =
                CheckpointLimits.standard().withRetainedCommits(conf.get(MillraceConfig.CHECKPOINT_RETAINED_COMMITS));
        return open(new DirectoryStorage(directory(place)), limits, graph, clock, conf);
    }

    static Checkpointing open(
            Storage storage, CheckpointLimits limits, StreamGraph graph, Clock clock, MillraceConf conf) {
        CheckpointStore store = JournalStore.open(storage, limits, clock);
        return new Checkpointing(
                store,
                new InputRecovery(graph.inputs()),
                new StateRecovery(graph.states(), conf.get(MillraceConfig.CHECKPOINT_INTERVAL)),
                new WindowRecovery(graph.windows()),
                clock,
                conf);
    }

    private static Path directory(String place) {
        if (!place.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*")) {
            return Path.of(place);
        }
        if (place.startsWith("file:")) {
            try {
                return Path.of(URI.create(place));
            } catch (IllegalArgumentException e) {
                throw new MillraceException(
                        ErrorCode.CONFIGURATION, "checkpoint \"" + place + "\": " + e.getMessage(), e);
            }
        }
        throw new MillraceException(
                ErrorCode.CONFIGURATION,
                "checkpoint \"" + place
                        + "\": expected a path or a file: URI; nothing on the class path keeps checkpoints" + " at "
                        + place.substring(0, place.indexOf(':') + 1));
    }

    /**
     * Brings the inputs to where an earlier run ended; empty when there was none.
     *
     * @param interval of this run
     * @throws MillraceException CHECKPOINT when the program does not fit the checkpoint
     */
    Optional<Resumption> resume(Duration interval) {
        inputs.warn();
        Optional<Progress> recovered =
                store.recovered().filter(progress -> progress.lastBatch().isPresent());
        states.connect(
                store,
                recovered.map(Progress::state).orElse(List.of()),
                new Time(recovered
                        .flatMap(Progress::commit)
                        .map(Commit::batchTime)
                        .orElse(Long.MIN_VALUE)),
                batch -> commits.accept(batch.milliseconds()));
        if (recovered.isEmpty()) {
            return Optional.empty();
        }
        Progress fitting = states.withoutVanished(inputs.withoutVanished(recovered.get(), allowDropped), allowDropped);
        Progress progress = inInterval(windows.withoutVanished(fitting, allowDropped), interval.milliseconds());
        windows.resume(progress);
        SortedMap<Long, List<InputRange>> pending = inputs.resume(progress);
        resumed = Optional.of(progress);
        LOG.atInfo()
                .addKeyValue("checkpoint", store.location())
                .addKeyValue("epoch", store.epoch())
                .addKeyValue(
                        "lastCommit", progress.commit().map(Commit::batchTime).orElse(-1L))
                .addKeyValue("pending", pending.size())
                .log("going on from the checkpoint");
        return Optional.of(new Resumption(
                new Time(progress.zeroTime()),
                new Beginning(progress.lastBatch().orElse(progress.zeroTime()), pending)));
    }

    /**
     * Where time begins, and how to go on.
     *
     * @param zeroTime start of the first batch of all runs
     */
    record Resumption(Time zeroTime, Beginning beginning) {}

    /** With another interval, batches and windows are counted from the last batch on; none may be left half done. */
    private static Progress inInterval(Progress progress, long intervalMillis) {
        if (progress.intervalMillis() == intervalMillis) {
            return progress;
        }
        if (!progress.pending().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT,
                    "the batch interval was " + progress.intervalMillis() + " ms and is " + intervalMillis
                            + " ms now, but "
                            + progress.pending().size() + " batches of the old interval are not complete, the first at "
                            + progress.pending().firstKey()
                            + " ms. Start once with the old interval, stop gracefully, then"
                            + " change it");
        }
        LOG.warn(
                "the batch interval was {} ms and is {} ms now: windows begin anew",
                progress.intervalMillis(),
                intervalMillis);
        return progress.withInterval(intervalMillis);
    }

    /** Starts to write; the inputs have started. */
    void begin(Time zeroTime, Duration interval) {
        store.begin(resumed.orElseGet(
                () -> Progress.atStart(zeroTime.milliseconds(), interval.milliseconds(), inputs.positions())));
    }

    /**
     * Which start of the job this is, for sinks. A checkpoint that was deleted and made anew has another name: it begins at
     * another time.
     */
    DriverEpoch epoch(Time zeroTime) {
        CRC32C place = new CRC32C();
        place.update(store.location().getBytes(StandardCharsets.UTF_8));
        String name = String.format("%08x%011x", place.getValue(), zeroTime.milliseconds());
        return new DriverEpoch(name, store.epoch());
    }

    @Override
    public void append(long batchTime, List<InputRange> ranges) {
        store.append(inputs.toLog(batchTime, ranges), inputs::positions);
    }

    @Override
    public void commit(long batchTime) {
        List<StatePart> changes = states.write(new Time(batchTime), store);
        List<WindowPartials> partials = windows.write(new Time(batchTime), store);
        store.keep(rates.get());
        store.commit(new Commit(batchTime, clock.millis(), changes, Optional.of(partials)));
        windows.committed(partials);
    }

    /** A batch of a job without state and windows has nothing to write that takes long enough to be worth another batch that runs again. */
    @Override
    public boolean mayLag() {
        return mayLag;
    }

    /**
     * Sets how the commits of batches that are complete are waited for; before the first batch.
     *
     * @param wait takes a batch, and waits for those before it
     */
    void awaitCommitsBy(LongConsumer wait) {
        commits = wait;
    }

    @Override
    public void truncate(long batchTime) {
        store.truncate(batchTime);
    }

    String location() {
        return store.location();
    }

    /** Records a second that inputs had learned to take in earlier runs. */
    Map<String, Double> rates() {
        return store.rates();
    }

    /** Asks for rates at each commit; before the first. */
    void keepRates(Supplier<Map<String, Double>> learned) {
        rates = learned;
    }

    /** Reads a piece of state or of a window for an executor. */
    byte[] read(BlockId.OfState piece) {
        return store.read(new StatePart(
                piece.operator(),
                piece.keyGroup(),
                StatePart.Kind.SNAPSHOT, // what it is in fact does not matter here
                piece.epoch(),
                piece.file(),
                piece.offset(),
                piece.length()));
    }

    /** What receivers took in. */
    BlockLog blocks() {
        return store.blocks();
    }

    /** Whether a newer driver has taken over. */
    Optional<FencedException> replaced() {
        return store.replaced();
    }

    @Override
    public void close() {
        store.close();
    }
}
