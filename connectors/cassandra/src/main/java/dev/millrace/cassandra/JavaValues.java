package dev.millrace.cassandra;

import dev.millrace.streaming.Time;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of the driver's values what a program's class wants. Nothing is rounded or cut off. */
final class JavaValues {
    private JavaValues() {}

    /** The driver's value as a row keeps it: one that does not change and can be sent. */
    static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value;
    }

    /**
     * @param place for the message
     * @throws dev.millrace.error.MillraceException when the class has no such value
     */
    static @Nullable Object convert(@Nullable Object value, Class<?> wanted, Supplier<String> place) {
        if (value == null) {
            if (wanted.isPrimitive()) {
                throw CassandraErrors.argument(place.get() + ": expected " + wanted.getName() + ", found null");
            }
            return null;
        }
        Class<?> type = MethodType.methodType(wanted).wrap().returnType();
        if (type.isInstance(value)) {
            return value;
        }
        try {
            Object converted = other(value, type);
            if (converted != null) {
                return converted;
            }
        } catch (CqlValues.Mismatch | IllegalArgumentException e) {
            throw mismatch(value, wanted, place, " whose value it cannot hold");
        }
        throw mismatch(value, wanted, place, "");
    }

    private static RuntimeException mismatch(Object value, Class<?> wanted, Supplier<String> place, String reason) {
        return CassandraErrors.argument(place.get() + ": expected " + wanted.getName() + ", found a "
                + value.getClass().getName() + reason);
    }

    @SuppressWarnings({"JavaUtilDate", "unchecked", "rawtypes"}) // programs have Dates
    private static @Nullable Object other(Object value, Class<?> type) {
        if (value instanceof Number number && Number.class.isAssignableFrom(type)) {
            return Numbers.exactly(number, type);
        }
        if (value instanceof Instant instant) {
            return type == Date.class
                    ? Date.from(instant)
                    : type == Long.class
                            ? (Object) instant.toEpochMilli()
                            : type == Time.class ? new Time(instant.toEpochMilli()) : null;
        }
        if (value instanceof byte[] bytes && type == ByteBuffer.class) {
            return ByteBuffer.wrap(bytes);
        }
        return value instanceof String text && type.isEnum() ? Enum.valueOf((Class<Enum>) type, text) : null;
    }
}
