package dev.millrace.function;

import java.io.Serializable;

/** Turns one value into another. Serializable, so that a lambda can be sent to the executors; one instance serves one thread. */
@FunctionalInterface
public interface Function<T, R> extends Serializable {
    R call(T value) throws Exception;
}
