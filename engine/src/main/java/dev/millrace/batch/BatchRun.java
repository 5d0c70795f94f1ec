package dev.millrace.batch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way. Times are nanoseconds since the epoch, and 0 as long as they have not come.
 *
 * <pre>
 *    due ......... submitted ......... started ........ ended
 *     | ranges asked    | waits for its     | generated,    |
 *     | and logged      | predecessors      | outputs run   |
 *     '---- scheduling delay ---------------'- processing --'
 * </pre>
 *
 * <p>Written by the thread that the batch is with at the time; an observer reads it in its call-back only.
 */
public final class BatchRun {
    private final long time;
    private final List<InputRange> ranges;
    private final long submittedNanos;
    private long startedNanos;
    private long endedNanos;
    private List<OutputRun> outputs = List.of();
    private @Nullable Throwable failure;

    BatchRun(long time, List<InputRange> ranges, long submittedNanos) {
        this.time = time;
        this.ranges = List.copyOf(ranges);
        this.submittedNanos = submittedNanos;
    }

    /** The end of the batch, in milliseconds since the epoch: its name. */
    public long time() {
        return time;
    }

    public List<InputRange> ranges() {
        return ranges;
    }

    /** Records of all inputs that can tell. */
    public long records() {
        long sum = 0;
        for (InputRange range : ranges) {
            sum += range.records();
        }
        return sum;
    }

    public long submittedNanos() {
        return submittedNanos;
    }

    public long startedNanos() {
        return startedNanos;
    }

    public long endedNanos() {
        return endedNanos;
    }

    /** From the end of the batch to the start of its processing. */
    public long schedulingDelayNanos() {
        return Math.max(0, startedNanos - TimeUnit.MILLISECONDS.toNanos(time));
    }

    public long processingNanos() {
        return endedNanos - startedNanos;
    }

    /** From the end of the batch to the end of its processing: how old the youngest record of the result can be. */
    public long totalDelayNanos() {
        return schedulingDelayNanos() + processingNanos();
    }

    /** The outputs that have started, in their order. */
    public List<OutputRun> outputs() {
        return outputs;
    }

    /** Why the batch failed; null when it did not. */
    public @Nullable Throwable failure() {
        return failure;
    }

    void started(long nanos) {
        startedNanos = nanos;
    }

    void ended(long nanos, List<OutputRun> ran, @Nullable Throwable cause) {
        endedNanos = nanos;
        outputs = List.copyOf(ran);
        failure = cause;
    }
}
