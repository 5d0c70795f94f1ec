package dev.millrace.rdd;

import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How values of one key become one.
 *
 * @param create a key's first value as a combiner; null when it is one already
 * @param mapSide whether the sending tasks combine too, so that less is sent
 * @param mutating whether the functions may change and return their first argument; combiners are then copied between
 *     tasks
 */
record Aggregator<V, C>(
        @Nullable Function<V, C> create,
        Function2<C, V, C> mergeValue,
        Function2<C, C, C> mergeCombiners,
        boolean mapSide,
        boolean mutating)
        implements Serializable {
    static <V> Aggregator<V, V> reducing(Function2<V, V, V> reduce) {
        return new Aggregator<>(null, reduce, reduce, true, false);
    }

    void key(PlanKey key) {
        key.function(create)
                .function(mergeValue)
                .function(mergeCombiners)
                .value(mapSide)
                .value(mutating);
    }
}
