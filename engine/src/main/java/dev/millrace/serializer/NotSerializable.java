package dev.millrace.serializer;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;

/** Words for a value or function that cannot be serialized. */
final class NotSerializable {
    private NotSerializable() {}

    /** The error for a value that was refused with {@code cause}. */
    static MillraceException value(Object value, Form form, Throwable cause) {
        return new MillraceException(
                ErrorCode.NOT_SERIALIZABLE, "Cannot serialize a value: " + reason(value, form, cause), cause);
    }

    /** The way to the object that is refused and what to do about it, or else what {@code cause} says. */
    static String reason(Object value, Form form, Throwable cause) {
        Offender offender = Offender.find(value, form);
        if (offender != null) {
            return offender.path() + ": " + Reference.describe(offender.value()) + " is not Serializable. "
                    + remedy(offender);
        }
        if (cause instanceof StackOverflowError) {
            return Reference.describe(value) + " is nested too deeply, such as a linked list of thousands of nodes."
                    + " Hold the elements in a collection or an array instead.";
        }
        return Reference.describe(value) + ": " + cause;
    }

    private static String remedy(Offender offender) {
        if (offender.reference().kind() == Reference.Kind.CAPTURED_THIS) {
            return "The lambda uses a field or a method of its enclosing instance: copy the field to a local variable"
                    + " before the lambda, make the method static, or make the class Serializable.";
        }
        if (offender.reference().kind() == Reference.Kind.ENCLOSING_INSTANCE) {
            return "Make the class static, or a class of its own, so that it holds no enclosing instance.";
        }
        if (offender.value().getClass().isSynthetic()) {
            return "Give the lambda a type of dev.millrace.function, or cast it to"
                    + " (TheInterface & java.io.Serializable) where it is written.";
        }
        return "Make it a local constant that is Serializable, mark the field transient and create the object when it is"
                + " first used, or create it inside mapPartitions.";
    }
}
