package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;

/** A stream whose function fails at one of its records. */
public final class Stumbles {
    private Stumbles() {}

    public static void main(String[] arguments) throws InterruptedException {
        StreamingContext context = new StreamingContext(new MillraceConf(), Durations.seconds(1));
        context.rateStream(1_000, 2, number -> number)
                .map(number -> 100 / (number - 50))
                .foreachRDD(rdd -> System.out.println("sum " + rdd.reduce(Long::sum)));
        context.start();
        context.awaitTermination();
    }
}
