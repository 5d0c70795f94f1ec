package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.Tuple2;

/** Any number of keys with values for each element of the parent. */
final class PairFlatMappedRDD<S, K, V> extends NarrowRDD<S, Tuple2<K, V>> {
    private static final long serialVersionUID = 1L;

    private final PairFlatMapFunction<S, K, V> function;

    PairFlatMappedRDD(RDD<S> parent, PairFlatMapFunction<S, K, V> function) {
        super(parent);
        this.function = function;
    }

    @Override
    Sink<S> attach(Sink<Tuple2<K, V>> downstream, Chain chain) {
        return chain.flatMapToPair(function, downstream);
    }

    @Override
    void key(PlanKey key) {
        key.value(PairFlatMappedRDD.class).function(function);
    }

    @Override
    String operation() {
        return "flatMapToPair";
    }
}
