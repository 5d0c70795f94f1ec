package dev.millrace.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * The manifest of a complete batch: with it the batch is done, and without it nothing of it is.
 *
 * @param batchTime end of the batch, in milliseconds since 1970
 * @param committedMillis when it was written, in milliseconds since 1970
 * @param state where state was written since the commit before
 * @param windows where partial results of windows were written since then; absent in a checkpoint of format 1, which has none
 */
public record Commit(
        long batchTime, long committedMillis, List<StatePart> state, Optional<List<WindowPartials>> windows) {
    public Commit {
        state = List.copyOf(state);
        windows = windows.map(List::copyOf);
    }

    /** A commit of a job without windows. */
    public Commit(long batchTime, long committedMillis, List<StatePart> state) {
        this(batchTime, committedMillis, state, Optional.of(List.of()));
    }
}
