package dev.millrace.rdd;

import dev.millrace.serializer.JavaSerialization;

/** Initial values of folds: each task and key gets a copy of its own, since functions may change and return them. */
final class FreshCopies {
    private FreshCopies() {}

    static byte[] encode(Object zero) {
        return JavaSerialization.serialize(zero);
    }

    /** A new copy; classes are found where {@code user}'s class comes from. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <A> A of(byte[] zero, Object user) {
        return (A) JavaSerialization.deserialize(zero, user.getClass().getClassLoader());
    }
}
