package dev.millrace.benchmarks.spark.recovery;

import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import scala.Option;
import scala.reflect.ClassTag$;

/** Numbers from 0 on, the same amount in each batch; generated where they are processed, like those of Millrace's rate stream. */
@SuppressWarnings("deprecation") // all of Spark Streaming is deprecated
final class RateInput extends InputDStream<Object> {
    private static final long serialVersionUID = 1;

    private final int numbersPerBatch;
    private final int partitions;
    private long next;

    RateInput(StreamingContext context, int numbersPerBatch, int partitions) {
        super(context, ClassTag$.MODULE$.Object());
        this.numbersPerBatch = numbersPerBatch;
        this.partitions = partitions;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Option<RDD<Object>> compute(Time time) {
        long from = next;
        next += numbersPerBatch;
        return Option.apply(context().sparkContext().range(from, next, 1, partitions));
    }
}
