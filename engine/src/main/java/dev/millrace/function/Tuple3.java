package dev.millrace.function;

import java.io.Serializable;

/** An immutable triple; any component may be null. */
public record Tuple3<T1, T2, T3>(T1 _1, T2 _2, T3 _3) implements Serializable {
    @Override
    public String toString() {
        return "(" + _1 + "," + _2 + "," + _3 + ")";
    }
}
