package dev.millrace.serializer;

import java.io.Serializable;

/** The two ways in which a value is written, as far as they differ in what they refuse. */
enum Form {
    /** Java serialization: functions and plans. */
    JAVA,
    /** {@link ObjectCodec}: data. */
    CODEC;

    boolean refuses(Object value) {
        return switch (this) {
            case JAVA -> !(value instanceof Serializable);
            case CODEC -> ClassPolicy.of(value.getClass()) == ClassPolicy.REFUSED;
        };
    }

    /** The form of what {@code value} refers to. */
    Form within(Object value) {
        return ClassPolicy.of(value.getClass()) == ClassPolicy.JAVA ? JAVA : this;
    }
}
