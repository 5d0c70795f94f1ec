package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;

/** A stream: counts generated numbers by their last digit in each batch, on both executors. */
public final class Counts {
    private Counts() {}

    public static void main(String[] arguments) throws InterruptedException {
        StreamingContext context = new StreamingContext(new MillraceConf(), Durations.seconds(1));
        context.rateStream(10_000, 4, number -> number % 10)
                .mapToPair(digit -> new Tuple2<>(digit, 1L))
                .reduceByKey(Long::sum)
                .foreachRDD(rdd -> System.out.println("digits " + rdd.count()));
        context.start();
        context.awaitTermination();
        System.out.println("main has ended");
    }
}
