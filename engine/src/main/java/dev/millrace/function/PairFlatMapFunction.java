package dev.millrace.function;

import java.io.Serializable;
import java.util.Iterator;

/** Turns one value into any number of keys with values. */
@FunctionalInterface
public interface PairFlatMapFunction<T, K, V> extends Serializable {
    Iterator<Tuple2<K, V>> call(T value) throws Exception;
}
