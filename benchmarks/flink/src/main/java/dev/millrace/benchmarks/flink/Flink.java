package dev.millrace.benchmarks.flink;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.Engine;
import dev.millrace.benchmarks.engine.FixedRate;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.Collector;

/**
 * Runs the programs in a local cluster. A batch is a window of event time: each line has the number of its batch as its
 * time, in milliseconds.
 */
public final class Flink implements Engine {
    /** Flink sends a buffer that is not full after this time; its default of 100 ms is for throughput. */
    private static final long LOW_LATENCY_BUFFER_MILLIS = 1;

    @Override
    public String version() {
        return EnvironmentInformation.getVersion();
    }

    @Override
    public void backToBack(BackToBack run) throws Exception {
        StreamExecutionEnvironment flink = environment(run.settings().partitions());
        ShareSource<String> source = new ShareSource<>(BackToBackReader::new);
        switch (run.settings().program()) {
            case GREP -> {
                grep(flink.fromSource(source, WatermarkStrategy.noWatermarks(), "lines", Types.STRING), run.pattern());
                execute(flink, run::fail).getJobExecutionResult().join();
                run.matchedAll();
            }
            case WORD_COUNT -> {
                wordCount(timed(flink, source));
                execute(flink, run::fail);
            }
            case WINDOWED_WORD_COUNT -> {
                Duration window = Duration.ofMillis(run.settings().window());
                if (run.settings().variant().equals("sliding")) {
                    windowedWordCount(timed(flink, source), window);
                } else {
                    windowedWordCountInTwoSteps(timed(flink, source), window);
                }
                execute(flink, run::fail);
            }
        }
        run.awaitOver();
    }

    private static DataStream<String> timed(StreamExecutionEnvironment flink, ShareSource<String> source) {
        return flink.fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "lines", Types.STRING);
    }

    private static void grep(DataStream<String> lines, String pattern) {
        lines.filter(line -> line.contains(pattern))
                .sinkTo(new TellingSink<>((line, time) -> BackToBack.current().matched()));
    }

    private static void wordCount(DataStream<String> lines) {
        words(lines)
                .keyBy(word -> word.f0)
                .window(TumblingEventTimeWindows.of(Duration.ofMillis(1)))
                .sum(1)
                .sinkTo(counts());
    }

    /** As the documentation has it: each word goes into each of the windows that it belongs to. */
    private static void windowedWordCount(DataStream<String> lines, Duration window) {
        words(lines)
                .keyBy(word -> word.f0)
                .window(SlidingEventTimeWindows.of(window, Duration.ofMillis(1)))
                .sum(1)
                .sinkTo(counts());
    }

    /** As one does who knows what that costs: only the count that a word has in a batch goes into many windows. */
    private static void windowedWordCountInTwoSteps(DataStream<String> lines, Duration window) {
        words(lines)
                .keyBy(word -> word.f0)
                .window(TumblingEventTimeWindows.of(Duration.ofMillis(1)))
                .sum(1)
                .keyBy(word -> word.f0)
                .window(SlidingEventTimeWindows.of(window, Duration.ofMillis(1)))
                .sum(1)
                .sinkTo(counts());
    }

    private static DataStream<Tuple2<String, Integer>> words(DataStream<String> lines) {
        return lines.flatMap((String line, Collector<Tuple2<String, Integer>> out) -> {
                    for (String word : line.split(" ")) {
                        out.collect(Tuple2.of(word, 1));
                    }
                })
                .returns(TypeInformation.of(new TypeHint<Tuple2<String, Integer>>() {}));
    }

    private static TellingSink<Tuple2<String, Integer>> counts() {
        return new TellingSink<>((word, time) -> BackToBack.current().counted((int) time, word.f0, word.f1));
    }

    /** Counts for ever and tells the new count with each word, as Flink does without windows. */
    @Override
    public void fixedRate(FixedRate run) throws Exception {
        StreamExecutionEnvironment flink = environment(run.settings().partitions());
        flink.setBufferTimeout(LOW_LATENCY_BUFFER_MILLIS);
        flink.fromSource(
                        new ShareSource<>(FixedRateReader::new),
                        WatermarkStrategy.noWatermarks(),
                        "lines",
                        TypeInformation.of(new TypeHint<Tuple2<Integer, String>>() {}))
                .flatMap((Tuple2<Integer, String> line, Collector<Tuple3<String, Integer, Integer>> out) -> {
                    for (String word : line.f1.split(" ")) {
                        out.collect(Tuple3.of(word, line.f0, 1));
                    }
                })
                .returns(TypeInformation.of(new TypeHint<Tuple3<String, Integer, Integer>>() {}))
                .keyBy(word -> word.f0)
                .reduce((sum, word) -> Tuple3.of(word.f0, word.f1, sum.f2 + word.f2))
                .sinkTo(new TellingSink<>((word, time) -> FixedRate.current().counted(word.f1, word.f0, word.f2)));
        execute(flink, run::fail);
        run.awaitOver();
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        flink.getConfig().enableObjectReuse();
        return flink;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the run hears of the error
    private static JobClient execute(StreamExecutionEnvironment flink, Consumer<String> failed) throws Exception {
        JobClient job = flink.executeAsync();
        job.getJobExecutionResult().whenComplete((result, error) -> {
            if (error != null) {
                failed.accept(error.toString());
            }
        });
        return job;
    }
}
