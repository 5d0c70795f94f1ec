package dev.millrace.e2e.ledger;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * Counts records that follow from the batch's time, through a shuffle, and has the driver append a line about each batch to
 * {@code ledger} in its directory, which outlives the driver.
 *
 * <p>A batch that is run again because an executor went comes to the same, or the ledger shows it.
 */
public final class LedgerProgram {

    private static final int KEYS = 64;

    private LedgerProgram() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Arguments arguments = Arguments.parse(args);
        if (!arguments.failure().isEmpty()) {
            throw new IllegalStateException(arguments.failure());
        }
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("ledger");
        try (StreamingContext context = new StreamingContext(conf, Durations.seconds(1))) {
            define(context, arguments);
            context.start();
            context.awaitTermination();
        }
    }

    static void define(StreamingContext context, Arguments arguments) throws IOException {
        LedgerFile ledger = LedgerFile.open(Path.of(arguments.directory(), "ledger"));
        String start = UUID.randomUUID().toString().substring(0, 8);
        counted(context, arguments).foreachRDD((tallies, time) -> {
            Tally all = tallies.fold(Tally.NONE, Tally::plus);
            ledger.put(new Entry(start, Instant.ofEpochMilli(time.milliseconds()), all, Instant.now()));
        });
    }

    private static DStream<Tally> counted(StreamingContext context, Arguments arguments) {
        Attendance attendance = new Attendance(arguments.directory());
        Mishaps mishaps = new Mishaps(arguments.directory());
        return new NumbersOfTheBatch(context, arguments.records(), arguments.partitions())
                .mapPartitions(numbers -> {
                    attendance.write();
                    mishaps.happen();
                    return numbers;
                })
                .mapToPair(number -> new Tuple2<>((int) (number % KEYS), Tally.of(number)))
                .reduceByKey(Tally::plus)
                .map(Tuple2::_2);
    }
}
