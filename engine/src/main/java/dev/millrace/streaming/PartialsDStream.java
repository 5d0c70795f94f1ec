package dev.millrace.streaming;

import dev.millrace.checkpoint.StatePart;
import dev.millrace.checkpoint.WindowPartial;
import dev.millrace.checkpoint.WindowPartials;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.PartialResults;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What windows are made of: each batch reduced by key, all partitioned alike. There is a data set, maybe an empty one, at each time.
 *
 * <p>Where the job has a checkpoint they go into it with the commits of their batches, as far as a window reaches back to them, and
 * are read from there when they are lost, or after a restart: then the batches are needed no longer than until their commit.
 *
 * <pre>
 *   batches     |  1  |  2  |  3  |  4  |  5  |
 *   checkpoint     '1'   '2'   '3'   '4'               4 is the last commit
 *   window      [ 1     2     3     4     5 ]          after a restart at 5: only batch 5 is read
 * </pre>
 */
final class PartialsDStream<K, V> extends DStream<Tuple2<K, V>> {
    private final DStream<Tuple2<K, V>> pairs;
    private final Function2<V, V, V> reduce;
    private final Partitioner partitioner;

    /** What they are for; set before the graph is fixed. */
    private @Nullable DStream<?> user;

    private @Nullable Window window;

    /** The job has a checkpoint, and windows reach back. */
    private boolean mayBeWrittenDown;

    /** Up to this time batches are those of an earlier run. */
    private Time resumedAt = new Time(Long.MIN_VALUE);

    /** Batches of an earlier run before this time cannot be read again. */
    private Time knownFrom = new Time(Long.MIN_VALUE);

    /** Partial results that are written down, until no window reaches back to them. */
    private final TreeMap<Time, PartialResults.Pieces> writtenDown = new TreeMap<>();

    /** Batches of an earlier run whose partial results are not written down yet, and can be made. */
    private final NavigableSet<Time> missing = new TreeSet<>();

    /** Written down with the last commit. */
    private final List<RDD<Tuple2<K, V>>> justWritten = new ArrayList<>();

    PartialsDStream(DStream<Tuple2<K, V>> pairs, Function2<V, V, V> reduce, Partitioner partitioner) {
        super(pairs.context());
        this.pairs = pairs.node();
        this.reduce = reduce;
        this.partitioner = partitioner;
    }

    /** Says which window reads these, and names them. */
    void feed(DStream<?> reader, Window reading) {
        user = reader.node();
        window = reading;
    }

    private Window window() {
        return Objects.requireNonNull(window);
    }

    /** The name of the window. */
    String operator() {
        return Objects.requireNonNull(user).uid();
    }

    /** Whether a window ever reaches back beyond the batch that it comes with. */
    boolean reachesBack() {
        return slideDuration().less(window().length());
    }

    /**
     * Whether partial results go into the checkpoint. Not where something asks for windows later than they are due, as a {@code window}
     * of windows does: their partial results would be gone by then, and are made from the batches as long as those are remembered.
     */
    boolean isWrittenDown() {
        DStream<?> reader = Objects.requireNonNull(user);
        return mayBeWrittenDown && reader.rememberDuration().lessEq(reader.slideDuration());
    }

    @Override
    String name() {
        return "reduceByKey";
    }

    @Override
    public Duration slideDuration() {
        return pairs.slideDuration();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(pairs);
    }

    /** Where partial results are written down a batch is needed until its commit. */
    @Override
    Duration parentRememberDuration() {
        return isWrittenDown() ? slideDuration() : rememberDuration();
    }

    /** The job has a checkpoint. */
    void writeDown() {
        mayBeWrittenDown = reachesBack();
        if (mayBeWrittenDown) {
            keepUnlessSet();
        }
    }

    /**
     * Goes on from what an earlier run has written.
     *
     * @param found partial results; null when there are none for this window
     * @param lastCommit the last batch that it has completed
     * @param known the first batch of it that can be read again
     * @param zero start of the first batch of all runs
     * @return how many batches a window reaches back to and nothing is known of
     */
    int resume(@Nullable WindowPartials found, Time lastCommit, Time known, Time zero) {
        resumedAt = lastCommit;
        knownFrom = known;
        boolean fits = found != null && found.stepMillis() == slideDuration().milliseconds();
        if (found != null && fits) {
            for (WindowPartial partial : found.partials()) {
                writtenDown.put(new Time(partial.batch()), pieces(partial.partitions(), partial.pieces()));
            }
        }
        int unknown = 0;
        if (mayBeWrittenDown) {
            Time first = window().neededAfter(lastCommit, zero);
            for (Time time : Window.batches(first, lastCommit.floor(slideDuration(), zero), slideDuration(), zero)) {
                if (!writtenDown.containsKey(time)) {
                    if (time.less(known)) {
                        unknown++;
                    } else {
                        missing.add(time);
                    }
                }
            }
        }
        return unknown;
    }

    @Override
    public Optional<RDD<Tuple2<K, V>>> compute(Time validTime) {
        if (!isWrittenDown()) {
            return Optional.of(reduced(validTime));
        }
        MillraceContext engine = context().millraceContext();
        PartialResults.Pieces pieces;
        synchronized (writtenDown) {
            pieces = writtenDown.get(validTime);
        }
        if (pieces != null) {
            return Optional.of(PartialResults.<K, V>restored(engine, pieces, partitioner));
        }
        if (validTime.lessEq(resumedAt) && validTime.less(knownFrom)) {
            return Optional.of(PartialResults.<K, V>restored(engine, PartialResults.Pieces.none(), partitioner));
        }
        return Optional.of(PartialResults.of(reduced(validTime), partitioner));
    }

    /** A batch without a data set counts as empty, so that all are partitioned alike. */
    private PairRDD<K, V> reduced(Time time) {
        RDD<Tuple2<K, V>> batch = pairs.getOrCompute(time)
                .orElseGet(() -> context().millraceContext().emptyRDD());
        return PairRDD.of(batch).reduceByKey(partitioner, reduce);
    }

    private boolean isTimeOfOwn(Time time) {
        return time.greater(zeroTime()) && time.minus(zeroTime()).isMultipleOf(slideDuration());
    }

    /** Makes sure that a batch that later windows need is reduced, whether or not an output has asked for it. */
    void ensureComputed(Time time) {
        if (isDue(time)) {
            getOrCompute(time)
                    .filter(partial -> !context().millraceContext().runner().isFullyKept(partial))
                    .ifPresent(RDD::count);
        }
    }

    private boolean isDue(Time time) {
        return isWrittenDown() && isTimeOfOwn(time) && time.greater(window().neededAfter(time, zeroTime()));
    }

    /** The batches whose partial results are to be written with the commit of {@code batch}. */
    List<Time> due(Time batch) {
        if (!isWrittenDown()) {
            return List.of();
        }
        List<Time> due = new ArrayList<>(missing.headSet(batch, true));
        due.removeIf(time -> time.lessEq(window().neededAfter(batch, zeroTime())));
        if (isDue(batch)) {
            due.add(batch);
        }
        return due;
    }

    /** The content of a partial result, by partition. */
    Map<Integer, byte[]> content(Time time) {
        return PartialResults.content(getOrCompute(time).orElseThrow());
    }

    /** What has come with a commit: {@code partials}, and how far back windows after it reach. */
    WindowPartials written(Time batch, List<WindowPartial> partials) {
        long from = window().neededAfter(batch, zeroTime()).milliseconds() + 1;
        return new WindowPartials(operator(), slideDuration().milliseconds(), from, partials);
    }

    WindowPartial partial(Time time, List<StatePart> pieces) {
        return new WindowPartial(time.milliseconds(), PartialResults.partitionsByHash(partitioner), pieces);
    }

    /** What {@link #written} said is committed. */
    void committed(WindowPartials window) {
        justWritten.forEach(PartialResults::settle);
        justWritten.clear();
        for (WindowPartial partial : window.partials()) {
            Time time = new Time(partial.batch());
            PartialResults.Pieces pieces = pieces(partial.partitions(), partial.pieces());
            remembered(time).ifPresent(rdd -> {
                PartialResults.written(rdd, pieces);
                justWritten.add(rdd);
            });
            missing.remove(time);
            synchronized (writtenDown) {
                writtenDown.put(time, pieces);
            }
        }
        synchronized (writtenDown) {
            writtenDown.headMap(new Time(window.fromMillis()), false).clear();
        }
    }

    private static PartialResults.Pieces pieces(int partitions, List<StatePart> parts) {
        return new PartialResults.Pieces(
                partitions,
                parts.stream()
                        .map(part -> new BlockId.OfState(
                                part.operator(),
                                part.keyGroup(),
                                part.epoch(),
                                part.file(),
                                part.offset(),
                                part.length()))
                        .toList());
    }
}
