package dev.millrace.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a driver writes down what must survive it. It is opened with the next epoch; from then on every driver with a lower one
 * is refused. What a method has written survives a crash once it returns.
 *
 * <pre>
 *   open -&gt; recovered -&gt; begin -&gt; { append -&gt; state -&gt; commit }* -&gt; close
 * </pre>
 *
 * <p>Each method that writes throws {@link FencedException} when a newer driver has taken over, and a {@link
 * dev.millrace.error.MillraceException} FILE when the storage fails; nothing more can be written after that. When a method
 * returns no newer driver had started by then, so that each that comes later finds what was written. Thread-safe.
 */
public interface CheckpointStore extends AutoCloseable {
    /** Number of this start of the job, from 1. */
    long epoch();

    /** Where this is, for messages. */
    String location();

    /** What earlier drivers have left; empty when there was none. */
    Optional<Progress> recovered();

    /** Starts to write, from {@code progress} on: what was recovered, or a new start. */
    void begin(Progress progress);

    /**
     * Writes down what belongs to a batch, before anything of it runs.
     *
     * @param positions asked now and then, on the calling thread, for what each input must know to go on after this batch
     */
    void append(LoggedBatch batch, Supplier<Map<String, byte[]>> positions);

    /** Writes pieces of state; they count from the commit on that names them. */
    List<StatePart> write(List<StateContent> state);

    /**
     * Writes partitions of partial results of windows; they count from the commit on that names them.
     *
     * @return where they are, in the same order
     */
    List<StatePart> writePartials(List<PartialContent> partials);

    /** Whether a newer driver has taken over, as far as that can be told; it may be asked for at any time. */
    Optional<FencedException> replaced();

    /** The pieces that make up the state of an operator after the last commit, in the order in which they apply. */
    List<StatePart> state(String operator);

    /**
     * The content of a piece of state or of a window.
     *
     * @throws dev.millrace.error.MillraceException CHECKPOINT when it is damaged or gone
     */
    byte[] read(StatePart part);

    /** What receivers took in; blocks may be written at any time. */
    BlockLog blocks();

    /** Records a second that inputs had learned to take, by input, from earlier drivers. */
    Map<String, Double> rates();

    /** Keeps rates with the next commit. */
    void keep(Map<String, Double> rates);

    /** The batch is complete. */
    void commit(Commit commit);

    /** No batch that is still to come needs the ranges of batches up to {@code batchTime}, inclusive. */
    void truncate(long batchTime);

    @Override
    void close();
}
