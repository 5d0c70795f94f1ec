package dev.millrace.streaming;

import dev.millrace.execution.Rethrow;
import dev.millrace.function.Function;
import dev.millrace.rdd.RDD;
import java.util.List;
import java.util.Optional;

/**
 * One operation on each data set of a parent. The operation is one object for all batches, with the user's function in it
 * as it was given: by its identity the plan of the stage is found again.
 */
final class DerivedDStream<S, T> extends DStream<T> {
    private final String name;
    private final DStream<S> parent;
    private final Function<RDD<S>, ? extends RDD<T>> perBatch;

    DerivedDStream(String name, DStream<S> parent, Function<RDD<S>, ? extends RDD<T>> perBatch) {
        super(parent.context());
        this.name = name;
        this.parent = parent.node();
        this.perBatch = perBatch;
    }

    @Override
    public Duration slideDuration() {
        return parent.slideDuration();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(parent);
    }

    @Override
    public Optional<RDD<T>> compute(Time validTime) {
        Optional<RDD<S>> made = parent.getOrCompute(validTime);
        if (made.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(perBatch.call(made.get()));
        } catch (Exception e) {
            throw Rethrow.unchecked(e);
        }
    }

    @Override
    String name() {
        return name;
    }
}
