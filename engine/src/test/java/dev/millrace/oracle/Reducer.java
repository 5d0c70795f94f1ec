package dev.millrace.oracle;

import dev.millrace.function.Function2;
import org.jspecify.annotations.Nullable;

/** An associative and commutative function of two values. */
enum Reducer {
    SUM,
    LARGEST,
    SMALLEST,
    XOR;

    @Nullable
    Object apply(@Nullable Object first, @Nullable Object second) {
        return switch (this) {
            case SUM -> Values.weight(first) + Values.weight(second);
            case LARGEST -> Values.compare(first, second) >= 0 ? first : second;
            case SMALLEST -> Values.compare(first, second) <= 0 ? first : second;
            case XOR -> Values.weight(first) ^ Values.weight(second);
        };
    }

    /** As programs have it: a lambda of its own each. */
    @SuppressWarnings("NullAway")
    Function2<Object, Object, Object> function() {
        return switch (this) {
            case SUM -> (first, second) -> Values.weight(first) + Values.weight(second);
            case LARGEST -> (first, second) -> Values.compare(first, second) >= 0 ? first : second;
            case SMALLEST -> this::apply;
            case XOR -> XOR::apply;
        };
    }
}
