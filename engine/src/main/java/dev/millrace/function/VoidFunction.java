package dev.millrace.function;

import java.io.Serializable;

/** Consumes a value. */
@FunctionalInterface
public interface VoidFunction<T> extends Serializable {
    void call(T value) throws Exception;
}
