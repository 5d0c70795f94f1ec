package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.RecordChunk;
import dev.millrace.execution.Sink;
import dev.millrace.execution.StateChunk;
import java.util.List;

/** What the function of a state gave out in a batch. */
final class EmittedRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final RDD<?> state;

    EmittedRDD(RDD<?> state) {
        super(state.context());
        this.state = state.node();
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        Object[] emitted = ((StateChunk) state.kept(partition, task)).emitted();
        return new RecordChunk(emitted, emitted.length).open(sink);
    }

    @Override
    protected Partition[] getPartitions() {
        return state.partitions();
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(new OneToOneDependency<>(state));
    }

    @Override
    void key(PlanKey key) {
        key.value(EmittedRDD.class);
    }
}
