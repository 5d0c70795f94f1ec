package dev.millrace.e2e.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All batches that the drivers of a job have put out.
 *
 * <pre>
 *   start a   1  2  3  4                      problems: none may be missing, wrong or double
 *   start b                 7  8  9
 *                       5  6                  missing between starts: only a checkpoint brings them back
 * </pre>
 *
 * <p>What is wrong within one start of the driver, or doubled anywhere, is always an error. What is missing between two starts is
 * not, where the job keeps no checkpoint: a driver that starts then begins anew, with the present time.
 *
 * @param entries in the order in which they were written
 */
public record Ledger(List<Entry> entries) {

    public Ledger {
        entries = List.copyOf(entries);
    }

    /** Reads what drivers have written; the last line may be incomplete, since one may be at it. */
    public static Ledger parse(String text) {
        return new Ledger(text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(Entry::isWhole)
                .map(Entry::of)
                .toList());
    }

    /** Starts of the driver that have put out a batch, in their order. */
    public List<String> starts() {
        return entries.stream().map(Entry::start).distinct().toList();
    }

    public Ledger of(String start) {
        return new Ledger(
                entries.stream().filter(entry -> entry.start().equals(start)).toList());
    }

    /**
     * What no job may do, each in a sentence: a batch that is missing within a start, one that was put out twice by any, one whose
     * records are not all there once.
     */
    public List<String> problems(Duration interval, int recordsPerBatch) {
        List<String> problems = new ArrayList<>();
        Map<Instant, Entry> seen = new HashMap<>();
        Map<String, Instant> last = new HashMap<>();
        for (Entry entry : entries) {
            Tally expected = Tally.ofBatch(entry.batch().toEpochMilli(), recordsPerBatch);
            if (!entry.tally().equals(expected)) {
                problems.add("batch %s has %s; expected %s".formatted(entry.batch(), entry.tally(), expected));
            }
            Entry first = seen.putIfAbsent(entry.batch(), entry);
            if (first != null) {
                problems.add("batch %s was put out by start %s, and again by %s"
                        .formatted(entry.batch(), first.start(), entry.start()));
            }
            Instant before = last.put(entry.start(), entry.batch());
            if (before != null && !before.plus(interval).equals(entry.batch())) {
                problems.add("in start %s, batch %s follows %s; expected %s"
                        .formatted(entry.start(), entry.batch(), before, before.plus(interval)));
            }
        }
        return List.copyOf(problems);
    }

    /** How many batches between the first and the last nobody has put out. */
    public long missing(Duration interval) {
        TreeSet<Instant> batches = new TreeSet<>();
        entries.forEach(entry -> batches.add(entry.batch()));
        if (batches.isEmpty()) {
            return 0;
        }
        return Duration.between(batches.first(), batches.last()).dividedBy(interval) + 1 - batches.size();
    }

    /** The longest time without output after {@code since}; what was put out last before it counts as its beginning. */
    public Duration longestPause(Instant since) {
        List<Instant> times = entries.stream().map(Entry::written).sorted().toList();
        Duration longest = Duration.ZERO;
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i).isAfter(since)) {
                longest = max(longest, Duration.between(times.get(i - 1), times.get(i)));
            }
        }
        return longest;
    }

    private static Duration max(Duration one, Duration other) {
        return Comparator.<Duration>naturalOrder().compare(one, other) < 0 ? other : one;
    }
}
