package dev.millrace.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Follows which partial results windows are made of, commit by commit. Not thread-safe. */
final class WindowTracker {
    private static final class Known {
        private final long stepMillis;
        private long fromMillis;
        private final TreeMap<Long, WindowPartial> partials = new TreeMap<>();

        Known(long stepMillis) {
            this.stepMillis = stepMillis;
        }
    }

    private final Map<String, Known> windows = new TreeMap<>();
    private boolean hasCommits;

    /** Takes in what has come, unless it is of format 1. */
    void add(Optional<List<WindowPartials>> more) {
        hasCommits |= more.isPresent();
        add(more.orElse(List.of()));
    }

    /** With another step than before a window has begun anew. */
    private void add(List<WindowPartials> more) {
        for (WindowPartials window : more) {
            Known known = windows.get(window.operator());
            if (known == null || known.stepMillis != window.stepMillis()) {
                known = new Known(window.stepMillis());
                windows.put(window.operator(), known);
            }
            for (WindowPartial partial : window.partials()) {
                known.partials.put(partial.batch(), partial);
            }
            known.fromMillis = window.fromMillis();
            known.partials.headMap(known.fromMillis, false).clear();
        }
    }

    /** Absent when there is none but of format 1. */
    Optional<List<WindowPartials>> all() {
        if (!hasCommits) {
            return Optional.empty();
        }
        List<WindowPartials> all = new ArrayList<>();
        windows.forEach((operator, known) -> all.add(new WindowPartials(
                operator, known.stepMillis, known.fromMillis, List.copyOf(known.partials.values()))));
        return Optional.of(all);
    }
}
