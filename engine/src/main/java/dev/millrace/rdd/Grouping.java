package dev.millrace.rdd;

import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import java.util.ArrayList;
import java.util.List;

/** The functions behind groupByKey: the same objects for every data set, so that plans are found again. */
final class Grouping {
    private static final Function<Object, Iterable<Object>> CREATE = value -> {
        List<Object> group = new ArrayList<>(4);
        group.add(value);
        return group;
    };
    private static final Function2<Iterable<Object>, Object, Iterable<Object>> ADD = (group, value) -> {
        ((List<Object>) group).add(value);
        return group;
    };
    private static final Function2<Iterable<Object>, Iterable<Object>, Iterable<Object>> ADD_ALL = (group, other) -> {
        ((List<Object>) group).addAll((List<Object>) other);
        return group;
    };

    private static final Aggregator<Object, Iterable<Object>> AGGREGATOR =
            new Aggregator<>(CREATE, ADD, ADD_ALL, false, true);

    private Grouping() {}

    @SuppressWarnings("unchecked")
    static <V> Aggregator<V, Iterable<V>> aggregator() {
        return (Aggregator<V, Iterable<V>>) (Aggregator<?, ?>) AGGREGATOR;
    }
}
