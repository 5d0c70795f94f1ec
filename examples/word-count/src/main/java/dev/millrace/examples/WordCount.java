package dev.millrace.examples;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;

/** Counts the words of a stream of real text, and shows the most frequent ones of each batch. */
public final class WordCount {
    private WordCount() {}

    /** Takes {@code --rate LINES_PER_SECOND} and {@code --top WORDS}. */
    public static void main(String[] args) throws InterruptedException {
        Arguments arguments = Arguments.parse(args);
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("word-count");
        try (StreamingContext context = new StreamingContext(conf, Durations.seconds(1))) {
            DStream<String> lines = context.receiverStream(new EuroparlReceiver(arguments.rate()));
            TopWords table = new TopWords(arguments.top());
            countWords(lines).foreachRDD((counts, time) -> System.out.print(table.format(time, counts)));
            context.start();
            context.awaitTermination();
        }
    }

    /** How often each word occurs in a batch; lower case, letters only. */
    static PairDStream<String, Long> countWords(DStream<String> lines) {
        return lines.flatMap(Words::of)
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum);
    }
}
