package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;

/** A key and a value for each element of the parent. */
final class PairMappedRDD<S, K, V> extends NarrowRDD<S, Tuple2<K, V>> {
    private static final long serialVersionUID = 1L;

    private final PairFunction<S, K, V> function;

    PairMappedRDD(RDD<S> parent, PairFunction<S, K, V> function) {
        super(parent);
        this.function = function;
    }

    @Override
    Sink<S> attach(Sink<Tuple2<K, V>> downstream, Chain chain) {
        return chain.mapToPair(function, downstream);
    }

    @Override
    void key(PlanKey key) {
        key.value(PairMappedRDD.class).function(function);
    }

    @Override
    String operation() {
        return "mapToPair";
    }
}
