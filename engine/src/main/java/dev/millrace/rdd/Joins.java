package dev.millrace.rdd;

import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What joins make of the values that one key has in two data sets. Null values do not match as an {@link Optional}. */
final class Joins {
    private Joins() {}

    static <V, W> Iterator<Tuple2<V, W>> inner(Iterable<V> left, Iterable<W> right) {
        List<Tuple2<V, W>> pairs = new ArrayList<>();
        for (V first : left) {
            for (W second : right) {
                pairs.add(new Tuple2<>(first, second));
            }
        }
        return pairs.iterator();
    }

    static <V, W> Iterator<Tuple2<V, Optional<W>>> left(Iterable<V> left, Iterable<W> right) {
        return inner(left, orEmpty(right));
    }

    static <V, W> Iterator<Tuple2<Optional<V>, W>> right(Iterable<V> left, Iterable<W> right) {
        return inner(orEmpty(left), right);
    }

    static <V, W> Iterator<Tuple2<Optional<V>, Optional<W>>> full(Iterable<V> left, Iterable<W> right) {
        return inner(orEmpty(left), orEmpty(right));
    }

    static <V, W> Iterator<V> unmatched(Iterable<V> left, Iterable<W> right) {
        return right.iterator().hasNext() ? List.<V>of().iterator() : left.iterator();
    }

    private static <V> List<Optional<V>> orEmpty(Iterable<V> values) {
        List<Optional<V>> all = new ArrayList<>();
        values.forEach(value -> all.add(Optional.ofNullable(value)));
        return all.isEmpty() ? List.of(Optional.empty()) : all;
    }
}
