package dev.millrace.e2e.ledger;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts records that follow from the batch's time, through a shuffle, and has the driver append a line about each batch to
 * {@code ledger} in its directory, which outlives the driver.
 *
 * <p>A batch that is run again because an executor went comes to the same, or the ledger shows it.
 */
public final class LedgerProgram {

    private static final int KEYS = 64;

    private LedgerProgram() {}

    public static void main(String[] args) throws InterruptedException {
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

    static void define(StreamingContext context, Arguments arguments) {
        Path ledger = Path.of(arguments.directory(), "ledger");
        // The driver before may have ended in the middle of a line, such as on a full disk.
        AtomicReference<String> separator = new AtomicReference<>("\n");
        String start = UUID.randomUUID().toString().substring(0, 8);
        counted(context, arguments).foreachRDD((tallies, time) -> {
            Tally all = tallies.fold(Tally.NONE, Tally::plus);
            Entry entry = new Entry(start, Instant.ofEpochMilli(time.milliseconds()), all, Instant.now());
            append(ledger, separator.getAndSet("") + entry.line());
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

    /** One write of a whole line: others may write to the same file, and nobody sees half a line for long. */
    private static void append(Path ledger, String text) throws IOException {
        Files.write(
                ledger,
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }
}
