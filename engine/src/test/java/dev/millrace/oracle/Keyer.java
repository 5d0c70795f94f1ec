package dev.millrace.oracle;

import dev.millrace.function.Tuple2;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A function from any value to a pair: one of {@code keys} simple keys, and what {@code values} makes of the value. */
record Keyer(int keys, int salt, Mapper values) implements Serializable {
    Tuple2<Object, Object> apply(@Nullable Object value) {
        long key = Math.floorMod(Values.weight(value) + salt, (long) keys);
        return new Tuple2<>(Values.simple(key * 7 + salt), values.apply(value));
    }
}
