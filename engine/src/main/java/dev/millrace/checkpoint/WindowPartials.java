package dev.millrace.checkpoint;

import java.util.List;

/**
 * What a window is made of, as far as it is written down; in a commit, what has come with it.
 *
 * @param operator uid of the window
 * @param stepMillis time between two partial results
 * @param fromMillis partial results before this time are not needed any more
 * @param partials in order of time
 */
public record WindowPartials(String operator, long stepMillis, long fromMillis, List<WindowPartial> partials) {
    public WindowPartials {
        partials = List.copyOf(partials);
    }

    /** Bytes of all pieces. */
    public long bytes() {
        return partials.stream()
                .flatMap(partial -> partial.pieces().stream())
                .mapToLong(StatePart::length)
                .sum();
    }
}
