package dev.millrace.examples.weather;

import java.io.Serializable;

/** What is known of some readings, of which nothing depends on their order; in tenths of a degree. */
record Summary(long readings, long sum, int lowest, int highest) implements Serializable {
    static Summary of(Reading reading) {
        return new Summary(1, reading.tenths(), reading.tenths(), reading.tenths());
    }

    Summary plus(Summary other) {
        return new Summary(
                readings + other.readings,
                sum + other.sum,
                Math.min(lowest, other.lowest),
                Math.max(highest, other.highest));
    }
}
