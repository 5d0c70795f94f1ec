package dev.millrace.checkpoint;

import java.util.List;

/**
 * The manifest of a complete batch: with it the batch is done, and without it nothing of it is.
 *
 * @param batchTime end of the batch, in milliseconds since 1970
 * @param committedMillis when it was written, in milliseconds since 1970
 * @param state where state was written since the commit before
 */
public record Commit(long batchTime, long committedMillis, List<StatePart> state) {
    public Commit {
        state = List.copyOf(state);
    }
}
