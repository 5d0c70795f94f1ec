package dev.millrace.benchmarks.spark;

import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.engine.FixedRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * Gives each batch the lines that became due since the one before, as a direct input reads what its source has by then: no
 * receiver, whose blocks would add up to 200 ms.
 */
@SuppressWarnings("deprecation") // all of Spark Streaming is deprecated
final class FixedRateInput extends InputDStream<String> {
    private final Map<Time, Range> ranges = new ConcurrentHashMap<>();
    private int next;

    FixedRateInput(StreamingContext context) {
        super(context, ClassTag$.MODULE$.apply(String.class));
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Option<RDD<String>> compute(Time time) {
        FixedRate run = FixedRate.current();
        Range range = new Range(next, run.due());
        next = range.to;
        ranges.put(time, range);
        List<Lines> partitions = new ArrayList<>();
        for (int i = 0; i < run.settings().partitions(); i++) {
            partitions.add(run.lines(range.from, range.to, i));
        }
        return Option.apply(new LinesRDD(context().sparkContext(), partitions));
    }

    /** Which lines the batch of {@code time} has. */
    Range range(Time time) {
        Range range = ranges.get(time);
        if (range == null) {
            throw new IllegalStateException("no batch was made at " + time);
        }
        return range;
    }

    record Range(int from, int to) {}
}
