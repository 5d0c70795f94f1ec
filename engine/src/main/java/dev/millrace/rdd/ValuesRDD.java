package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;

/** The values alone. */
final class ValuesRDD<K, V> extends NarrowRDD<Tuple2<K, V>, V> {
    private static final long serialVersionUID = 1L;

    ValuesRDD(RDD<Tuple2<K, V>> parent) {
        super(parent);
    }

    @Override
    Sink<Tuple2<K, V>> attach(Sink<V> downstream, Chain chain) {
        return chain.values(downstream);
    }

    @Override
    void key(PlanKey key) {
        key.value(ValuesRDD.class);
    }
}
