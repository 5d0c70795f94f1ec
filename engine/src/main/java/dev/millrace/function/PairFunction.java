package dev.millrace.function;

import java.io.Serializable;

/** Turns one value into a key and a value. */
@FunctionalInterface
public interface PairFunction<T, K, V> extends Serializable {
    Tuple2<K, V> call(T value) throws Exception;
}
