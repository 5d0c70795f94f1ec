package dev.millrace.rdd;

import java.io.Serializable;
import java.util.Comparator;

/** The other way round. */
record Descending<K>(Comparator<? super K> order) implements Comparator<K>, Serializable, DerivedFunction {
    @Override
    public int compare(K first, K second) {
        return order.compare(second, first);
    }

    @Override
    public void key(PlanKey key) {
        key.value(Descending.class).function(order);
    }
}
