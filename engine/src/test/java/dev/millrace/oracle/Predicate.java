package dev.millrace.oracle;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Drops one value of so many; with 1, drops all. */
record Predicate(int modulus, int remainder) implements Serializable {
    boolean test(@Nullable Object value) {
        return Math.floorMod(Values.weight(value), (long) modulus) != remainder % modulus;
    }
}
