package dev.millrace.benchmarks.report;

import java.util.Arrays;

/**
 * The middle of some values and how far they lie apart.
 *
 * @param median the middle value, or the mean of the two middle ones
 * @param min the least
 * @param max the most
 * @param deviation median of the distances from the median
 */
public record Spread(double median, double min, double max, double deviation) {
    /** The spread of one value or more. */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values have no spread");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double median = middle(sorted);
        double[] distances = Arrays.stream(values)
                .map(value -> Math.abs(value - median))
                .sorted()
                .toArray();
        return new Spread(median, sorted[0], sorted[sorted.length - 1], middle(distances));
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
