package dev.millrace.benchmarks.jet;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.function.BiConsumerEx;
import com.hazelcast.function.FunctionEx;
import com.hazelcast.instance.BuildInfoProvider;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.accumulator.LongAccumulator;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.datamodel.KeyedWindowResult;
import com.hazelcast.jet.datamodel.Tuple2;
import com.hazelcast.jet.datamodel.Tuple3;
import com.hazelcast.jet.pipeline.BatchSource;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.SinkBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.jet.pipeline.WindowDefinition;
import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.Engine;
import dev.millrace.benchmarks.engine.FixedRate;
import java.util.function.Consumer;

/**
 * Runs the programs on one member with a cooperative thread for each partition. A batch is a window of event time: each
 * line has the number of its batch as its time.
 */
public final class Jet implements Engine {
    @Override
    public String version() {
        return BuildInfoProvider.getBuildInfo().getVersion();
    }

    @Override
    public void backToBack(BackToBack run) throws Exception {
        Pipeline pipeline = Pipeline.create();
        int threads = run.settings().partitions();
        switch (run.settings().program()) {
            case GREP -> grep(pipeline, threads, run.pattern());
            case WORD_COUNT -> wordCount(pipeline, threads, WindowDefinition.tumbling(1));
            case WINDOWED_WORD_COUNT ->
                wordCount(
                        pipeline,
                        threads,
                        WindowDefinition.sliding(run.settings().window(), 1));
        }
        Job job = start(pipeline, threads, run::fail);
        run.awaitOver();
        if (run.settings().program() == dev.millrace.benchmarks.engine.Program.GREP) {
            job.join();
            run.matchedAll();
        }
    }

    private static void grep(Pipeline pipeline, int threads, String pattern) {
        BatchSource<String> lines = SourceBuilder.batch(
                        "lines", context -> new BackToBackLines(context.globalProcessorIndex()))
                .<String>fillBufferFn(BackToBackLines::fill)
                .distributed(threads)
                .build();
        pipeline.readFrom(lines)
                .filter(line -> line.contains(pattern))
                .writeTo(sink(threads, (run, line) -> run.matched()));
    }

    private static void wordCount(Pipeline pipeline, int threads, WindowDefinition window) {
        StreamSource<String> lines = SourceBuilder.timestampedStream(
                        "lines", context -> new BackToBackLines(context.globalProcessorIndex()))
                .<String>fillBufferFn(BackToBackLines::fill)
                .distributed(threads)
                .build();
        pipeline.readFrom(lines)
                .withNativeTimestamps(0)
                .flatMap(line -> Traversers.traverseArray(line.split(" ")))
                .groupingKey(FunctionEx.identity())
                .window(window)
                .aggregate(AggregateOperations.counting())
                .writeTo(sink(
                        threads,
                        (BackToBack run, KeyedWindowResult<String, Long> word) ->
                                run.counted((int) word.end() - 1, word.key(), word.result())));
    }

    private static <T> Sink<T> sink(int threads, BiConsumerEx<BackToBack, T> tell) {
        return SinkBuilder.sinkBuilder("results", context -> BackToBack.current())
                .receiveFn(tell)
                .preferredLocalParallelism(threads)
                .build();
    }

    /** Counts for ever and tells the new count with each word, as Jet does without windows. */
    @Override
    public void fixedRate(FixedRate run) throws Exception {
        int threads = run.settings().partitions();
        StreamSource<Tuple2<Integer, String>> lines = SourceBuilder.stream(
                        "lines", context -> new FixedRateLines(context.globalProcessorIndex()))
                .<Tuple2<Integer, String>>fillBufferFn(FixedRateLines::fill)
                .distributed(threads)
                .build();
        Sink<Tuple3<String, Integer, Long>> results = SinkBuilder.sinkBuilder("results", context -> FixedRate.current())
                .<Tuple3<String, Integer, Long>>receiveFn((to, word) -> to.counted(word.f1(), word.f0(), word.f2()))
                .preferredLocalParallelism(threads)
                .build();
        Pipeline pipeline = Pipeline.create();
        pipeline.readFrom(lines)
                .withoutTimestamps()
                .flatMap(line ->
                        Traversers.traverseArray(line.f1().split(" ")).map(word -> Tuple2.tuple2(word, line.f0())))
                .groupingKey(Tuple2::f0)
                .mapStateful(LongAccumulator::new, (count, key, word) -> {
                    count.add(1);
                    return Tuple3.tuple3(key, word.f1(), count.get());
                })
                .writeTo(results);
        start(pipeline, threads, run::fail);
        run.awaitOver();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the run hears of the error
    private static Job start(Pipeline pipeline, int threads, Consumer<String> failed) {
        Config config = new Config();
        config.getJetConfig().setEnabled(true).setCooperativeThreadCount(threads);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "none");
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        Job job = member.getJet().newJob(pipeline);
        job.getFuture().whenComplete((result, error) -> {
            if (error != null) {
                failed.accept(error.toString());
            }
        });
        return job;
    }
}
