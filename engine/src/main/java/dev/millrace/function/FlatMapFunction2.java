package dev.millrace.function;

import java.io.Serializable;
import java.util.Iterator;

/** Turns two values into any number of others. */
@FunctionalInterface
public interface FlatMapFunction2<T1, T2, R> extends Serializable {
    Iterator<R> call(T1 first, T2 second) throws Exception;
}
