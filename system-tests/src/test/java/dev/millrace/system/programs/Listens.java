package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;

/** Counts lines that it reads from a socket; host and port are its arguments. */
public final class Listens {
    private Listens() {}

    public static void main(String[] arguments) throws InterruptedException {
        StreamingContext context = new StreamingContext(new MillraceConf(), Durations.seconds(1));
        context.socketTextStream(arguments[0], Integer.parseInt(arguments[1]))
                .count()
                .print();
        context.start();
        context.awaitTermination();
    }
}
