package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.Flow;
import dev.millrace.execution.FlowIterator;
import dev.millrace.execution.Sink;
import java.util.Iterator;

/** A partition that is ready to be read, by pushing or by pulling, once. */
public final class PartitionReader<T> {
    private final RDD<T> rdd;
    private final Partition partition;
    private final TaskContext task;

    public PartitionReader(RDD<T> rdd, Partition partition, TaskContext task) {
        this.rdd = rdd;
        this.partition = partition;
        this.task = task;
    }

    /** Pushes all records into {@code sink}. */
    public void drainTo(Sink<T> sink) throws Exception {
        Flow.drain(rdd.stream(partition, task, sink), sink);
    }

    /** The partition as it is kept, for actions of the engine. */
    Chunk kept() throws Exception {
        return rdd.kept(partition, task);
    }

    public Iterator<T> iterator() throws Exception {
        return new FlowIterator<>(sink -> rdd.stream(partition, task, sink));
    }
}
