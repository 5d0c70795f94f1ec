package dev.millrace.execution;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import org.jspecify.annotations.Nullable;

/** The hash by which keys find their partition and their place in a table: equal on every JVM. */
public final class KeyHash {
    private KeyHash() {}

    /** {@code hashCode()} of the key; of its name for an enum constant, whose own hash differs between JVMs; 0 of null. */
    public static int of(@Nullable Object key) {
        if (key == null) {
            return 0;
        }
        if (key instanceof Enum<?> constant) {
            return constant.name().hashCode();
        }
        return key.hashCode();
    }

    /**
     * Refuses keys that compare by identity, when a key is first seen.
     *
     * @throws MillraceException for an array
     */
    static void check(@Nullable Object key) {
        if (key != null && key.getClass().isArray()) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "a key is an array (" + key.getClass().getSimpleName()
                            + "): arrays compare by identity, so equal keys would not meet; use a List, a String or a"
                            + " record as key");
        }
    }
}
