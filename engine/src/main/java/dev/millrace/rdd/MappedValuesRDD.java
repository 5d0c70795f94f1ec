package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;

/** Another value for each key; partitioning stays as it is. */
final class MappedValuesRDD<K, V, R> extends NarrowRDD<Tuple2<K, V>, Tuple2<K, R>> {
    private static final long serialVersionUID = 1L;

    private final Function<V, R> function;

    MappedValuesRDD(RDD<Tuple2<K, V>> parent, Function<V, R> function) {
        super(parent);
        this.function = function;
    }

    @Override
    Sink<Tuple2<K, V>> attach(Sink<Tuple2<K, R>> downstream, Chain chain) {
        return chain.mapValues(function, downstream);
    }

    @Override
    boolean preservesPartitioning() {
        return true;
    }

    @Override
    void key(PlanKey key) {
        key.value(MappedValuesRDD.class).function(function);
    }

    @Override
    String operation() {
        return "mapValues";
    }
}
