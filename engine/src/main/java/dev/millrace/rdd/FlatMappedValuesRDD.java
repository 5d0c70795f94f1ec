package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Tuple2;

/** Any number of values for each key; partitioning stays as it is. */
final class FlatMappedValuesRDD<K, V, R> extends NarrowRDD<Tuple2<K, V>, Tuple2<K, R>> {
    private static final long serialVersionUID = 1L;

    private final FlatMapFunction<V, R> function;

    FlatMappedValuesRDD(RDD<Tuple2<K, V>> parent, FlatMapFunction<V, R> function) {
        super(parent);
        this.function = function;
    }

    @Override
    Sink<Tuple2<K, V>> attach(Sink<Tuple2<K, R>> downstream, Chain chain) {
        return chain.flatMapValues(function, downstream);
    }

    @Override
    boolean preservesPartitioning() {
        return true;
    }

    @Override
    void key(PlanKey key) {
        key.value(FlatMappedValuesRDD.class).function(function);
    }

    @Override
    String operation() {
        return "flatMapValues";
    }
}
