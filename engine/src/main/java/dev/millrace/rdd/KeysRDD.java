package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;

/** The keys alone. */
final class KeysRDD<K, V> extends NarrowRDD<Tuple2<K, V>, K> {
    private static final long serialVersionUID = 1L;

    KeysRDD(RDD<Tuple2<K, V>> parent) {
        super(parent);
    }

    @Override
    Sink<Tuple2<K, V>> attach(Sink<K> downstream, Chain chain) {
        return chain.keys(downstream);
    }

    @Override
    void key(PlanKey key) {
        key.value(KeysRDD.class);
    }
}
