package dev.millrace.function;

import java.io.Serializable;

/** An immutable pair; in keyed data sets {@code _1} is the key and {@code _2} the value. Either may be null. */
public record Tuple2<T1, T2>(T1 _1, T2 _2) implements Serializable {
    /** The pair the other way round. */
    public Tuple2<T2, T1> swap() {
        return new Tuple2<>(_2, _1);
    }

    @Override
    public String toString() {
        return "(" + _1 + "," + _2 + ")";
    }
}
