package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.Function;

/** One element for each of the parent. */
final class MappedRDD<S, T> extends NarrowRDD<S, T> {
    private static final long serialVersionUID = 1L;

    private final Function<S, T> function;

    MappedRDD(RDD<S> parent, Function<S, T> function) {
        super(parent);
        this.function = function;
    }

    @Override
    Sink<S> attach(Sink<T> downstream, Chain chain) {
        return chain.map(function, downstream);
    }

    @Override
    void key(PlanKey key) {
        key.value(MappedRDD.class).function(function);
    }

    @Override
    String operation() {
        return "map";
    }
}
