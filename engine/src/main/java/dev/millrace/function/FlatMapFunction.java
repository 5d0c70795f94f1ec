package dev.millrace.function;

import java.io.Serializable;
import java.util.Iterator;

/** Turns one value into any number of others. */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
    Iterator<R> call(T value) throws Exception;
}
