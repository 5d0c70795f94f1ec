package dev.millrace.benchmarks.millrace;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.Engine;
import dev.millrace.benchmarks.engine.FixedRate;
import dev.millrace.benchmarks.engine.Program;
import dev.millrace.benchmarks.result.Digest;
import dev.millrace.benchmarks.result.DigestBuilder;
import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Runs the programs, on {@code local[n]} unless told where. */
public final class Millrace implements Engine {
    /** On a clock that is moved by hand, so its length is of no matter. */
    private static final Duration BACK_TO_BACK_INTERVAL = Durations.seconds(1);

    private final IntFunction<MillraceConf> conf;

    public Millrace() {
        this(threads -> new MillraceConf().setMaster("local[" + threads + "]"));
    }

    /** @param conf where to run, for so many threads in all */
    public Millrace(IntFunction<MillraceConf> conf) {
        this.conf = conf;
    }

    @Override
    public String version() {
        String version = MillraceContext.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }

    /** Moves the clock so that one batch waits while another runs, as for Spark. */
    @Override
    public void backToBack(BackToBack run) throws Exception {
        ManualClock clock = new ManualClock();
        try (MillraceContext millrace = new MillraceContext(conf(run.settings().partitions()));
                StreamingContext context = new StreamingContext(millrace, BACK_TO_BACK_INTERVAL, clock)) {
            define(run, new BackToBackInput(context, run));
            start(context, run::fail);
            for (int batch = 0; run.awaitCompleted(batch - 1); batch++) {
                clock.advance(BACK_TO_BACK_INTERVAL.milliseconds());
            }
            run.awaitOver();
        }
    }

    private static void define(BackToBack run, DStream<String> lines) {
        if (run.settings().program() == Program.GREP) {
            String pattern = run.pattern();
            lines.filter(line -> line.contains(pattern))
                    .foreachRDD((rdd, time) -> run.completed(batch(time), Digest.ofCount(rdd.count())));
            return;
        }
        PairDStream<String, Integer> ones = lines.flatMap(
                        line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1));
        PairDStream<String, Integer> counts;
        if (run.settings().program() == Program.WORD_COUNT) {
            counts = ones.reduceByKey((a, b) -> a + b);
        } else {
            Duration slide = BACK_TO_BACK_INTERVAL;
            counts = ones.reduceByKeyAndWindow(
                    (a, b) -> a + b, (a, b) -> a - b, slide.times(run.settings().window()), slide);
        }
        counts.foreachRDD((rdd, time) -> run.completed(batch(time), digest(rdd)));
    }

    @Override
    public void fixedRate(FixedRate run) throws Exception {
        Duration interval = Durations.milliseconds(run.settings().batchIntervalMillis());
        try (MillraceContext millrace = new MillraceContext(conf(run.settings().partitions()));
                StreamingContext context = new StreamingContext(millrace, interval)) {
            FixedRateInput input = new FixedRateInput(context, run);
            input.flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .reduceByKey((a, b) -> a + b)
                    .foreachRDD((rdd, time) -> {
                        LineRange range = input.take(time);
                        run.completed((int) range.from(), (int) range.to(), digest(rdd));
                    });
            start(context, run::fail);
            run.awaitOver();
        }
    }

    private static int batch(Time time) {
        return (int) (time.milliseconds() / BACK_TO_BACK_INTERVAL.milliseconds()) - 1;
    }

    private MillraceConf conf(int threads) {
        return conf.apply(threads).setAppName("benchmark");
    }

    private static Digest digest(RDD<Tuple2<String, Integer>> counts) throws Exception {
        List<Digest> parts = counts.mapPartitions(words -> {
                    DigestBuilder digest = new DigestBuilder();
                    words.forEachRemaining(word -> digest.add(word._1(), word._2()));
                    return List.of(digest.digest()).iterator();
                })
                .collect();
        return parts.stream().reduce(Digest.EMPTY, Digest::plus);
    }

    /** Starts the context; the run hears of an error that ends it. */
    private static void start(StreamingContext context, Consumer<String> failed) {
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
