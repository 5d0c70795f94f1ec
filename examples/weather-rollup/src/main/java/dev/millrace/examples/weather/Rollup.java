package dev.millrace.examples.weather;

import dev.millrace.function.Tuple2;
import java.io.Serializable;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** A row of a table, in degrees Celsius. What makes rows of readings is here, for the stream and for history alike. */
public record Rollup(String station, Instant start, long readings, double lowest, double highest, double mean)
        implements Serializable {

    /** The hour and the day that a reading belongs to, by the time at which it was measured. */
    static Iterator<Tuple2<Bucket, Summary>> buckets(Reading reading) {
        return List.of(
                        new Tuple2<>(bucket(reading, Grain.HOUR), Summary.of(reading)),
                        new Tuple2<>(bucket(reading, Grain.DAY), Summary.of(reading)))
                .iterator();
    }

    private static Bucket bucket(Reading reading, Grain grain) {
        return new Bucket(reading.station(), grain, grain.start(reading.time()));
    }

    static Rollup of(Bucket bucket, Summary summary) {
        return new Rollup(
                bucket.station(),
                bucket.start(),
                summary.readings(),
                summary.lowest() / 10.0,
                summary.highest() / 10.0,
                summary.sum() / 10.0 / summary.readings());
    }
}
