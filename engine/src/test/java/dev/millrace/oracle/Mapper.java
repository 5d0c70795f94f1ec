package dev.millrace.oracle;

import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A function from any value to a value. */
record Mapper(Kind kind, int salt) implements Serializable {
    enum Kind {
        /** A simple value, the same for many. */
        SIMPLE,
        /** The value's weight. */
        WEIGHT,
        /** A weight above zero. */
        COUNTABLE,
        /** A pair of the value and a number. */
        TAGGED,
        /** A list with the value in it. */
        LISTED,
        /** The value, or null. */
        HOLED,
        /** The value itself. */
        SAME
    }

    @Nullable
    Object apply(@Nullable Object value) {
        return switch (kind) {
            case SIMPLE -> Values.simple(Values.weight(value) + salt);
            case WEIGHT -> Values.weight(value);
            case COUNTABLE -> 1 + Math.floorMod(Values.weight(value), 1_000L);
            case TAGGED -> new Tuple2<>(value, salt);
            case LISTED -> java.util.Arrays.asList(value, salt, value);
            case HOLED -> Math.floorMod(Values.weight(value) + salt, 3L) == 0 ? null : value;
            case SAME -> value;
        };
    }

    /** As programs have it: a lambda, which captures something or nothing. */
    @SuppressWarnings("NullAway")
    Function<Object, Object> function() {
        return switch (kind) {
            case WEIGHT -> Values::weight;
            case SAME -> value -> value;
            case COUNTABLE -> value -> 1 + Math.floorMod(Values.weight(value), 1_000L);
            case SIMPLE, TAGGED, LISTED, HOLED -> this::apply;
        };
    }
}
