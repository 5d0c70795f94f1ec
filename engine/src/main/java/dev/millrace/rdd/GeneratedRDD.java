package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import dev.millrace.function.Function;
import java.util.Arrays;

/**
 * What a function makes of each number of a range, so that nothing but the range is stored and sent.
 */
final class GeneratedRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final Function<Long, T> function;
    private final transient long from;
    private final transient long to;
    private final transient int numPartitions;

    private record RangePartition(int index, long from, long to) implements Partition {}

    GeneratedRDD(MillraceContext context, Function<Long, T> function, long from, long to, int numPartitions) {
        super(context);
        this.function = function;
        this.from = from;
        this.to = to;
        this.numPartitions = numPartitions;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) {
        RangePartition range = (RangePartition) partition;
        return task.services().chain().generate(function, sink).over(range.from(), range.to());
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] partitions = new Partition[numPartitions];
        Arrays.setAll(partitions, i -> new RangePartition(i, start(i), start(i + 1)));
        return partitions;
    }

    private long start(int partition) {
        long length = to - from;
        return from + length / numPartitions * partition + length % numPartitions * partition / numPartitions;
    }

    @Override
    void key(PlanKey key) {
        key.value(GeneratedRDD.class).function(function);
    }

    @Override
    String operation() {
        return "generate";
    }
}
