package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.nio.file.Path;
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
                    List<String> numbers =
                            rdd.collect().stream().sorted().map(String::valueOf).toList();
                    BatchFiles.write(directory, time, String.join(" ", numbers));
                    // What is written is not committed yet: a driver that is killed now runs the batch again.
                    Thread.sleep(80);
                });
        context.start();
        context.awaitTermination();
        System.out.println("main has ended");
    }
}
