package dev.millrace.benchmarks.millrace.recovery;

import dev.millrace.benchmarks.recovery.BatchLine;
import dev.millrace.benchmarks.recovery.NumberedLines;
import dev.millrace.benchmarks.recovery.RecoveryCase;
import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Counts words at a steady rate, of each batch or over the whole run, and says of each batch when it is complete. */
public final class MillraceWordCount {
    private MillraceWordCount() {}

    /** Takes the arguments of a {@link RecoveryCase}. */
    public static void main(String[] args) throws InterruptedException {
        RecoveryCase each = RecoveryCase.parse(args);
        StreamingContext context =
                new StreamingContext(new MillraceConf(), Durations.milliseconds(each.intervalMillis()));
        PairDStream<String, Long> ones = context.rateStream(
                        each.linesPerSecond(), each.partitions(), NumberedLines::line)
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L));
        PairDStream<String, Long> counts = each.state()
                ? ones.updateStateByKey(
                        (List<Long> news, Optional<Long> count) -> Optional.of(count.orElse(0L)
                                + news.stream().mapToLong(n -> n).sum()),
                        each.partitions())
                : ones.reduceByKey(Long::sum, each.partitions());
        counts.values().foreachRDD((rdd, time) -> BatchLine.print(time.milliseconds(), rdd.reduce(Long::sum)));
        context.start();
        context.awaitTermination();
    }
}
