package dev.millrace.batch;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far an output of a batch has come. Immutable.
 *
 * @param startNanos when it started, in nanoseconds since the epoch
 * @param endNanos when it ended; empty as long as it runs
 * @param failure why it failed; null when it did not
 */
public record OutputRun(
        OutputJob job,
        long startNanos,
        OptionalLong endNanos,
        @Nullable Throwable failure) {
    static OutputRun started(OutputJob job, long nanos) {
        return new OutputRun(job, nanos, OptionalLong.empty(), null);
    }

    OutputRun ended(long nanos, @Nullable Throwable cause) {
        return new OutputRun(job, startNanos, OptionalLong.of(nanos), cause);
    }
}
