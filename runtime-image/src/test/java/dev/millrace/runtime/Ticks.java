package dev.millrace.runtime;

import dev.millrace.conf.MillraceConf;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;

/** A program with a stream of its own, and a meter of its own; it knows nothing of any monitoring system. */
public final class Ticks {
    private Ticks() {}

    public static void main(String[] arguments) throws InterruptedException {
        StreamingContext context = new StreamingContext(new MillraceConf(), Durations.milliseconds(100));
        context.rateStream(1_000, 2, number -> number)
                .foreachRDD(rdd -> context.meterRegistry().counter("ticks.seen").increment((double) rdd.count()));
        context.start();
        context.awaitTermination();
    }
}
