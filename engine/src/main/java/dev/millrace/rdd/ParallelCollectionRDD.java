package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.RecordChunk;
import dev.millrace.execution.Sink;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A collection of the driver, cut into partitions of about equal size, which carry their elements. */
final class ParallelCollectionRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object[] elements;
    private final transient int numPartitions;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record SlicePartition(int index, @Nullable Object[] elements) implements Partition {}

    ParallelCollectionRDD(MillraceContext context, List<T> elements, int numPartitions) {
        super(context);
        this.elements = elements.toArray();
        this.numPartitions = numPartitions;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) {
        @Nullable Object[] slice = ((SlicePartition) partition).elements();
        return new RecordChunk(slice, slice.length).open(sink);
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] partitions = new Partition[numPartitions];
        Arrays.setAll(partitions, i -> new SlicePartition(i, Arrays.copyOfRange(elements, start(i), start(i + 1))));
        return partitions;
    }

    private int start(int partition) {
        return (int) ((long) partition * elements.length / numPartitions);
    }

    @Override
    void key(PlanKey key) {
        key.value(ParallelCollectionRDD.class);
    }

    @Override
    String operation() {
        return "parallelize";
    }
}
