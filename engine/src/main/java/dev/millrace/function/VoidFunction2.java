package dev.millrace.function;

import java.io.Serializable;

/** Consumes two values. */
@FunctionalInterface
public interface VoidFunction2<T1, T2> extends Serializable {
    void call(T1 first, T2 second) throws Exception;
}
