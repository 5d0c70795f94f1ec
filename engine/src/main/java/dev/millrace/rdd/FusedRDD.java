package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.FlowIterator;
import dev.millrace.execution.Sink;
import java.util.Iterator;

/** An operation of the engine: it pushes its records, and {@link #compute} pulls from that. */
abstract class FusedRDD<T> extends RDD<T> {
    private static final long serialVersionUID = 1L;

    FusedRDD(MillraceContext context) {
        super(context);
    }

    @Override
    abstract Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception;

    @Override
    public final Iterator<T> compute(Partition partition, TaskContext task) throws Exception {
        return new FlowIterator<>(sink -> open(partition, task, sink));
    }
}
