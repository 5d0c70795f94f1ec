package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.GzipCodec;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;

/** A stream of numbers that saves each batch as lines, and as compressed objects. */
public final class SavesFiles {
    private SavesFiles() {}

    public static void main(String[] arguments) throws InterruptedException {
        MillraceConf conf = new MillraceConf();
        String directory = conf.get("test.output", "");
        StreamingContext context = new StreamingContext(conf, Durations.milliseconds(200));
        DStream<Long> numbers = context.rateStream(2_000, 4, number -> number);
        numbers.saveAsTextFiles(directory + "/text");
        numbers.saveAsObjectFiles(directory + "/objects", "", GzipCodec.class);
        context.start();
        context.awaitTermination();
    }
}
