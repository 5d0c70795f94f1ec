package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.FlatMapFunction;

/** Any number of elements for each of the parent. */
final class FlatMappedRDD<S, T> extends NarrowRDD<S, T> {
    private static final long serialVersionUID = 1L;

    private final FlatMapFunction<S, T> function;

    FlatMappedRDD(RDD<S> parent, FlatMapFunction<S, T> function) {
        super(parent);
        this.function = function;
    }

    @Override
    Sink<S> attach(Sink<T> downstream, Chain chain) {
        return chain.flatMap(function, downstream);
    }

    @Override
    void key(PlanKey key) {
        key.value(FlatMappedRDD.class).function(function);
    }

    @Override
    String operation() {
        return "flatMap";
    }
}
