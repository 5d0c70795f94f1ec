package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A stream of numbers that a receiver acknowledges when they are stored. It writes down, for each batch, which numbers it had: in a
 * file named for the batch, which a second run of the batch replaces, and a line in a list of all runs of batches.
 */
public final class Receives {
    private Receives() {}

    public static void main(String[] arguments) throws InterruptedException {
        MillraceConf conf = new MillraceConf();
        Path directory = Path.of(conf.get("test.ledger", ""));
        StreamingContext context = new StreamingContext(conf, Durations.milliseconds(200));
        context.receiverStream(new AcknowledgingReceiver(Integer.parseInt(conf.get("test.source", ""))))
                .foreachRDD((rdd, time) -> {
                    write(directory, time, rdd.collect());
                    Thread.sleep(
                            80); // what is written is not committed yet: a driver that is killed now runs the batch
                    // again
                });
        context.start();
        context.awaitTermination();
        System.out.println("main has ended");
    }

    private static void write(Path directory, Time time, List<Long> numbers) throws IOException {
        String line =
                String.join(" ", numbers.stream().sorted().map(String::valueOf).toList());
        Path part = directory.resolve("part-" + ProcessHandle.current().pid());
        Files.writeString(part, line);
        Files.move(
                part,
                directory.resolve("batch-" + time.milliseconds()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                directory.resolve("runs"),
                time.milliseconds() + " " + line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
