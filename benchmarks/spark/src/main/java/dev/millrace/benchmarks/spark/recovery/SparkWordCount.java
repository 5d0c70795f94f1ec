package dev.millrace.benchmarks.spark.recovery;

import dev.millrace.benchmarks.recovery.BatchLine;
import dev.millrace.benchmarks.recovery.NumberedLines;
import dev.millrace.benchmarks.recovery.RecoveryCase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** Counts words at a steady rate, of each batch or over the whole run, and says of each batch when it is complete. */
@SuppressWarnings("deprecation") // all of Spark Streaming is deprecated
public final class SparkWordCount {
    private SparkWordCount() {}

    /** Takes the arguments of a {@link RecoveryCase} and a directory. Kryo and no web pages, as elsewhere; the rest is Spark's default. */
    public static void main(String[] args) throws InterruptedException {
        RecoveryCase each = RecoveryCase.parse(args);
        Path directory = Path.of(args[5]);
        SparkConf conf = new SparkConf()
                .setMaster("local-cluster[" + each.executors() + ",1,1024]")
                .setAppName("recovery")
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.local.dir", directory.resolve("local").toString())
                .set("spark.ui.enabled", "false")
                // The context waits for its executors, or the first batches would wait for them in its place.
                .set("spark.cores.max", String.valueOf(each.executors()))
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0");
        JavaStreamingContext context = new JavaStreamingContext(conf, Durations.milliseconds(each.intervalMillis()));
        if (each.state()) {
            context.checkpoint(directory.resolve("checkpoint").toString());
        }
        JavaPairDStream<String, Long> ones = JavaDStream.fromDStream(
                        new RateInput(context.ssc(), each.linesPerBatch(), each.partitions()),
                        ClassTag$.MODULE$.Object())
                .map(number -> NumberedLines.line((Long) number))
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L));
        JavaPairDStream<String, Long> counts = each.state()
                ? ones.updateStateByKey(
                        (List<Long> news, Optional<Long> count) -> Optional.of(count.orElse(0L)
                                + news.stream().mapToLong(n -> n).sum()),
                        each.partitions())
                : ones.reduceByKey(Long::sum, each.partitions());
        counts.foreachRDD(
                (rdd, time) -> BatchLine.print(time.milliseconds(), rdd.values().reduce(Long::sum)));
        context.start();
        context.awaitTermination();
    }
}
