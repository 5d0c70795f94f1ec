package dev.millrace.execution;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hash by which keys find their partition and their place in a table: equal on every JVM. */
public final class KeyHash {
    private KeyHash() {}

    /**
     * {@code hashCode()} of the key, 0 of null. An enum constant, whose own hash differs between JVMs, has that of its name,
     * within tuples, lists and {@link Optional} too.
     */
    public static int of(@Nullable Object key) {
        if (key instanceof String || key instanceof Number) {
            return key.hashCode(); // most keys: classes, which are told apart faster than interfaces
        }
        if (key == null) {
            return 0;
        }
        if (key instanceof Enum<?> constant) {
            return constant.name().hashCode();
        }
        if (key instanceof Tuple2<?, ?> tuple) {
            return 31 * of(tuple._1()) + of(tuple._2());
        }
        return ofComposite(key);
    }

    private static int ofComposite(Object key) {
        if (key instanceof Tuple3<?, ?, ?> tuple) {
            return 31 * (31 * of(tuple._1()) + of(tuple._2())) + of(tuple._3());
        }
        if (key instanceof Tuple4<?, ?, ?, ?> tuple) {
            return 31 * (31 * (31 * of(tuple._1()) + of(tuple._2())) + of(tuple._3())) + of(tuple._4());
        }
        if (key instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (key instanceof List<?> list) {
            int hash = 1;
            for (Object element : list) {
                hash = 31 * hash + of(element);
            }
            return hash;
        }
        return key.hashCode();
    }

    /**
     * Refuses keys that compare by identity, when a key is first seen.
     *
     * @throws MillraceException for an array, also within a tuple or list
     */
    static void check(@Nullable Object key) {
        if (key == null || key instanceof String || key instanceof Number) {
            return;
        }
        if (key.getClass().isArray()) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "a key is an array, or has one in it (" + key.getClass().getSimpleName()
                            + "): arrays compare by identity, so equal keys would not meet; use a List, a String or a"
                            + " record as key");
        }
        if (key instanceof Tuple2<?, ?> tuple) {
            check(tuple._1());
            check(tuple._2());
        } else if (key instanceof Tuple3<?, ?, ?> tuple) {
            check(tuple._1());
            check(tuple._2());
            check(tuple._3());
        } else if (key instanceof Tuple4<?, ?, ?, ?> tuple) {
            check(tuple._1());
            check(tuple._2());
            check(tuple._3());
            check(tuple._4());
        } else if (key instanceof List<?> list) {
            list.forEach(KeyHash::check);
        }
    }
}
