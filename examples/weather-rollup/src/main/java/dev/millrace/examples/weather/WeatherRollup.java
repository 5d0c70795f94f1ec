package dev.millrace.examples.weather;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapToRow;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import dev.millrace.streaming.StreamingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps tables of temperatures by hour and by day up to date. A reading belongs to the hour and day at which it was measured: one
 * that arrives late changes their rows. One that is later than {@link #LATENESS} changes nothing; it is saved as text, and
 * {@link RecomputeHistory} takes it in.
 */
public final class WeatherRollup {
    /** How long after it was measured a reading may arrive. */
    static final Duration LATENESS = Duration.ofDays(6);

    /** A row that nothing may change any more is forgotten: a day, the lateness, and a day to spare. */
    private static final Duration FORGET = LATENESS.plusDays(2);

    private WeatherRollup() {}

    /** Takes the directory that readings come into, the one for those that are too late, and the keyspace. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 3) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "expected three arguments, DIRECTORY, DIRECTORY and KEYSPACE, found " + Arrays.toString(args));
        }
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("weather-rollup");
        try (StreamingContext context = new StreamingContext(conf, Durations.seconds(1))) {
            define(context.textFileStream(args[0]).uid("readings"), args[1], args[2]);
            context.start();
            context.awaitTermination();
        }
    }

    static void define(DStream<String> lines, String late, String keyspace) {
        DStream<Reading> readings = lines.map(Reading::parse);
        readings.transform((rdd, time) -> {
                    Instant oldest = Instant.ofEpochMilli(time.milliseconds()).minus(LATENESS);
                    return rdd.filter(reading -> reading.time().isBefore(oldest))
                            .map(Reading::toLine);
                })
                .saveAsTextFiles(late + "/late");
        PairDStream<Bucket, Summary> added = readings.transform((rdd, time) -> {
                    Instant oldest = Instant.ofEpochMilli(time.milliseconds()).minus(LATENESS);
                    return rdd.filter(reading -> !reading.time().isBefore(oldest));
                })
                .flatMapToPair(Rollup::buckets)
                .reduceByKey(Summary::plus);
        DStream<Tuple2<Bucket, Optional<Summary>>> changed = added.mapWithState(
                StateSpec.function(WeatherRollup::total).timeout(Durations.seconds(FORGET.toSeconds())));
        for (Grain grain : Grain.values()) {
            functions(changed.filter(
                                    row -> row._1().grain() == grain && row._2().isPresent())
                            .map(row -> Rollup.of(row._1(), row._2().orElseThrow())))
                    .writerBuilder(keyspace, grain.table(), mapToRow(Rollup.class))
                    .saveToCassandra();
        }
    }

    /** The new total of a bucket; none when it is forgotten. */
    private static Tuple2<Bucket, Optional<Summary>> total(
            Bucket bucket, Optional<Summary> added, State<Summary> state) {
        if (state.isTimingOut() || added.isEmpty()) {
            return new Tuple2<>(bucket, Optional.empty());
        }
        Summary more = added.get();
        Summary total = state.getOption().map(before -> before.plus(more)).orElse(more);
        state.update(total);
        return new Tuple2<>(bucket, Optional.of(total));
    }
}
