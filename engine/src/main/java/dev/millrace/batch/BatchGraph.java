package dev.millrace.batch;

import java.util.List;

/** What a stream does at each batch. A batch is named by its end, in milliseconds since the epoch. */
public interface BatchGraph {
    /**
     * What each input contributes to the batch. Called once for each batch, in order of time, as soon as the batch ends;
     * another thread may be generating or running the jobs of an earlier batch meanwhile.
     */
    List<InputRange> assign(long batchTime) throws Exception;

    /**
     * The jobs of the batch, in the order of the outputs. Called when the outputs of all earlier batches are complete; the one
     * before may still be being committed and released, on another thread.
     */
    List<OutputJob> generate(long batchTime, List<InputRange> ranges) throws Exception;

    /** All outputs are complete: lets the batch change what no output has asked for. */
    void finish(long batchTime);

    /**
     * The batch is complete: forgets what no later batch needs. The next one may be running.
     *
     * @return the last batch whose ranges nothing needs any more
     */
    long release(long batchTime);

    /** Ends the inputs; what they have taken in stays readable. Called once, when no more batch is assigned meanwhile. */
    void stopInputs();

    /** Whether an input has taken in records that belong to no batch yet; asked after the inputs have stopped. */
    boolean hasUnassigned();
}
