package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;

/** Gives the engine a function that cannot be sent to an executor. */
public final class Captures {
    private Captures() {}

    public static void main(String[] arguments) throws InterruptedException {
        StreamingContext context = new StreamingContext(new MillraceConf(), Durations.seconds(1));
        Thread captured = Thread.currentThread();
        context.rateStream(1_000, 2, number -> number)
                .map(number -> captured.getName() + number)
                .print();
        context.start();
        context.awaitTermination();
    }
}
