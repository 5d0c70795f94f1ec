package dev.millrace.e2e.figures;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One figure, measured once or more often. Immutable.
 *
 * @param title what was measured
 * @param target what it should be, as the table shows it; empty for none
 * @param limit the most that the median may be; infinite for none
 * @param unit of the values, such as {@code s}
 * @param values in the order in which they were measured; at least one
 */
record Series(String title, String target, double limit, String unit, List<Double> values) {

    private static final double MILLIS = 1_000;

    Series {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(title + " has no values");
        }
    }

    /** Times that should be at most {@code limitSeconds} in the median. */
    static Series ofTimes(String title, double limitSeconds, List<Duration> times) {
        return new Series(
                title,
                String.format(Locale.ROOT, "≤ %.0f s", limitSeconds),
                limitSeconds,
                "s",
                times.stream().map(time -> time.toMillis() / MILLIS).toList());
    }

    /** A figure that nothing is demanded of. */
    static Series ofInterest(String title, String unit, List<Double> values) {
        return new Series(title, "", Double.POSITIVE_INFINITY, unit, values);
    }

    boolean isMissed() {
        return median() > limit;
    }

    double median() {
        return percentile(0.5);
    }

    double least() {
        return percentile(0);
    }

    double most() {
        return percentile(1);
    }

    /** Of an even number of values the median is the mean of the two in the middle, as all between two ranks is. */
    double percentile(double part) {
        List<Double> sorted = values.stream().sorted().toList();
        double rank = part * (sorted.size() - 1);
        int below = (int) Math.floor(rank);
        int above = (int) Math.ceil(rank);
        return sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
    }
}
