package dev.millrace.benchmarks.spark;

import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.engine.BackToBack;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import scala.Option;
import scala.reflect.ClassTag$;

/** Gives the next batch of the run whenever Spark asks for one. */
@SuppressWarnings("deprecation") // all of Spark Streaming is deprecated
final class BackToBackInput extends InputDStream<String> {
    private final long intervalMillis;

    BackToBackInput(StreamingContext context, long intervalMillis) {
        super(context, ClassTag$.MODULE$.apply(String.class));
        this.intervalMillis = intervalMillis;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Option<RDD<String>> compute(Time time) {
        BackToBack run = BackToBack.current();
        int batch = SparkStreaming.batch(time, intervalMillis);
        if (!run.open(batch)) {
            return Option.empty();
        }
        List<Lines> partitions = new ArrayList<>();
        for (int i = 0; i < run.settings().partitions(); i++) {
            partitions.add(run.lines(batch, i));
        }
        return Option.apply(new LinesRDD(context().sparkContext(), partitions));
    }
}
