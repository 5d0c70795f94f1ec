package dev.millrace.examples;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;
import java.util.Arrays;

/** Counts the words that a server sends, such as {@code nc -lk 9999}, and prints them at each batch. */
public final class NetworkWordCount {
    private NetworkWordCount() {}

    /** Takes the host and the port of the server. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, "expected two arguments, HOST and PORT, found " + Arrays.toString(args));
        }
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("network-word-count");
        try (StreamingContext context = new StreamingContext(conf, Durations.seconds(1))) {
            countWords(context.socketTextStream(args[0], port(args[1]))).print();
            context.start();
            context.awaitTermination();
        }
    }

    /** How often each word occurs in a batch. */
    static PairDStream<String, Integer> countWords(DStream<String> lines) {
        return lines.flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .reduceByKey(Integer::sum);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MillraceException(ErrorCode.ARGUMENT, "PORT: expected an integer, found \"" + text + "\"", e);
        }
    }
}
