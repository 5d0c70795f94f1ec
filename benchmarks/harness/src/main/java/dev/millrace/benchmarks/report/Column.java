package dev.millrace.benchmarks.report;

import dev.millrace.benchmarks.run.Case;
import java.util.Locale;
import java.util.Optional;

/** A column of a table: its head, and how to fill its cells. */
record Column(String head, Cell cell) {
    interface Cell {
        Optional<String> of(Results results, Case each);
    }

    /** The median of a figure, divided by {@code unit}. */
    static Column median(String head, String figure, double unit, String format) {
        return new Column(
                head, (results, each) -> results.spread(each, figure).map(s -> text(format, s.median() / unit)));
    }

    /** The least and the most of a figure, divided by {@code unit}. */
    static Column range(String figure, double unit, String format) {
        return new Column(
                "min to max",
                (results, each) -> results.spread(each, figure)
                        .map(s -> text(format, s.min() / unit) + " to " + text(format, s.max() / unit)));
    }

    /** The median of the ratios to another contender, within the rounds. */
    static Column ratioTo(String head, String contender) {
        return new Column(
                head,
                (results, each) -> results.cases(each.workload()).stream()
                        .filter(other -> other.contender().id().equals(contender))
                        .findFirst()
                        .flatMap(other -> results.ratio(each, other))
                        .map(s -> text("%.2f", s.median())));
    }

    /** Medians of a figure that exists for each quarter of a run. */
    static Column quarters(String head, String figure, String format) {
        return new Column(head, (results, each) -> {
            StringBuilder cells = new StringBuilder();
            for (int part = 0; part < 4; part++) {
                Optional<Spread> spread = results.spread(each, figure + ".part" + part);
                if (spread.isEmpty()) {
                    return Optional.empty();
                }
                cells.append(part == 0 ? "" : ", ")
                        .append(text(format, spread.get().median()));
            }
            return Optional.of(cells.toString());
        });
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
