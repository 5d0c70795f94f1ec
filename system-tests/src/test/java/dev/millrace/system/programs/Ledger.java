package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A stream of numbers that writes down, for each batch, which numbers it had: in a file named for the batch, which a second run
 * of the batch replaces, and a line in a list of all runs of batches. Another file has how many numbers its state has seen.
 */
public final class Ledger {
    private Ledger() {}

    public static void main(String[] arguments) throws InterruptedException {
        MillraceConf conf = new MillraceConf();
        Path directory = Path.of(conf.get("test.ledger", ""));
        StreamingContext context = new StreamingContext(conf, Durations.milliseconds(200));
        DStream<Long> numbers = context.rateStream(1_000, 4, number -> number);
        numbers.foreachRDD((rdd, time) -> BatchFiles.write(directory, time, range(rdd.collect())));
        numbers.mapToPair(number -> new Tuple2<>(number % 7, 1L))
                .updateStateByKey(
                        (List<Long> ones, Optional<Long> count) -> Optional.of(count.orElse(0L) + ones.size()))
                .values()
                .foreachRDD((rdd, time) -> Files.writeString(
                        directory.resolve("state-" + time.milliseconds()),
                        String.valueOf(rdd.collect().stream().mapToLong(n -> n).sum())));
        context.start();
        context.awaitTermination();
        System.out.println("main has ended");
    }

    /** Its first number, its last one, and how many there are. */
    private static String range(List<Long> numbers) {
        List<Long> sorted = numbers.stream().sorted(Comparator.naturalOrder()).toList();
        return sorted.isEmpty() ? "" : sorted.get(0) + " " + sorted.get(sorted.size() - 1) + " " + sorted.size();
    }
}
