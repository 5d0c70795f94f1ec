package dev.millrace.benchmarks.spark;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.Engine;
import dev.millrace.benchmarks.engine.FixedRate;
import dev.millrace.benchmarks.engine.Program;
import dev.millrace.benchmarks.result.Digest;
import dev.millrace.benchmarks.result.DigestBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.package$;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.util.ManualClock;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** Runs the programs on {@code local[n]}. */
@SuppressWarnings("deprecation") // all of Spark Streaming is deprecated
public final class SparkStreaming implements Engine {
    /** On a clock that is moved by hand, so its length is of no matter. */
    private static final int BACK_TO_BACK_INTERVAL_MILLIS = 1000;

    @Override
    public String version() {
        return package$.MODULE$.SPARK_VERSION();
    }

    /**
     * Moves Spark's clock so that one batch waits while another runs: generating a job overlaps with running the one
     * before, and the engine never idles.
     */
    @Override
    public void backToBack(BackToBack run) throws Exception {
        SparkConf conf = conf(run.settings().partitions()).set("spark.streaming.clock", ManualClock.class.getName());
        JavaStreamingContext context =
                new JavaStreamingContext(conf, Durations.milliseconds(BACK_TO_BACK_INTERVAL_MILLIS));
        JavaDStream<String> lines = stream(new BackToBackInput(context.ssc(), BACK_TO_BACK_INTERVAL_MILLIS));
        define(run, context, lines);
        start(context, run::fail);
        ManualClock clock = (ManualClock) context.ssc().scheduler().clock();
        for (int batch = 0; run.awaitCompleted(batch - 1); batch++) {
            clock.advance(BACK_TO_BACK_INTERVAL_MILLIS);
        }
        run.awaitOver();
    }

    private static void define(BackToBack run, JavaStreamingContext context, JavaDStream<String> lines)
            throws IOException {
        if (run.settings().program() == Program.GREP) {
            String pattern = run.pattern();
            lines.filter(line -> line.contains(pattern))
                    .foreachRDD((rdd, time) -> BackToBack.current()
                            .completed(batch(time, BACK_TO_BACK_INTERVAL_MILLIS), Digest.ofCount(rdd.count())));
            return;
        }
        JavaPairDStream<String, Integer> ones = lines.flatMap(
                        line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1));
        JavaPairDStream<String, Integer> counts;
        if (run.settings().program() == Program.WORD_COUNT) {
            counts = ones.reduceByKey((a, b) -> a + b);
        } else {
            // Spark asks for a directory here; it writes the window's state there every ten batches by default.
            context.checkpoint(Files.createTempDirectory("spark-checkpoint").toString());
            Duration slide = Durations.milliseconds(BACK_TO_BACK_INTERVAL_MILLIS);
            counts = ones.reduceByKeyAndWindow(
                    (a, b) -> a + b, (a, b) -> a - b, slide.times(run.settings().window()), slide);
        }
        counts.foreachRDD(
                (rdd, time) -> BackToBack.current().completed(batch(time, BACK_TO_BACK_INTERVAL_MILLIS), digest(rdd)));
    }

    @Override
    public void fixedRate(FixedRate run) throws Exception {
        JavaStreamingContext context = new JavaStreamingContext(
                conf(run.settings().partitions()),
                Durations.milliseconds(run.settings().batchIntervalMillis()));
        FixedRateInput input = new FixedRateInput(context.ssc());
        stream(input)
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .reduceByKey((a, b) -> a + b)
                .foreachRDD((rdd, time) -> {
                    FixedRateInput.Range range = input.range(time);
                    run.completed(range.from(), range.to(), digest(rdd));
                });
        start(context, run::fail);
        run.awaitOver();
    }

    static int batch(Time time, long intervalMillis) {
        return (int) (time.milliseconds() / intervalMillis) - 1;
    }

    private static JavaDStream<String> stream(InputDStream<String> input) {
        return JavaDStream.fromDStream(input, ClassTag$.MODULE$.apply(String.class));
    }

    /** Kryo and no web pages, as the tuning guide advises; the rest is Spark's default. */
    private static SparkConf conf(int threads) {
        return new SparkConf()
                .setMaster("local[" + threads + "]")
                .setAppName("benchmark")
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false");
    }

    private static Digest digest(JavaPairRDD<String, Integer> counts) {
        List<long[]> parts = counts.mapPartitions(words -> {
                    DigestBuilder digest = new DigestBuilder();
                    words.forEachRemaining(word -> digest.add(word._1(), word._2()));
                    long[] pair = {digest.digest().total(), digest.digest().checksum()};
                    return List.of(pair).iterator();
                })
                .collect();
        return parts.stream().map(pair -> new Digest(pair[0], pair[1])).reduce(Digest.EMPTY, Digest::plus);
    }

    /** Starts the context; an error of a job goes to {@code failed}, as Spark itself would wait for the next batch. */
    private static void start(JavaStreamingContext context, Consumer<String> failed) {
        context.start();
        Thread watch = new Thread(
                () -> {
                    try {
                        context.awaitTermination();
                    } catch (Exception e) {
                        failed.accept(e.toString());
                    }
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }
}
