package dev.millrace.serializer;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Words for a value or function that cannot be serialized. */
final class NotSerializable {
    /** Whose frames lie between this package and the program's code. */
    private static final List<String> MACHINERY =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "com.esotericsoftware.kryo");

    private NotSerializable() {}

    /** The error for a value that was refused with {@code cause}. */
    static MillraceException value(Object value, Form form, Throwable cause) {
        return new MillraceException(
                ErrorCode.NOT_SERIALIZABLE, "Cannot serialize a value: " + reason(value, form, cause), cause);
    }

    /** The error for bytes that cannot be read back, because of {@code failure}. */
    static MillraceException unreadable(Throwable failure) {
        Throwable root = root(failure);
        String reason = root instanceof ClassNotFoundException || root instanceof NoClassDefFoundError
                ? "class " + root.getMessage() + " is not on the class path of this process."
                        + " Check that the application's jar contains it and is the same everywhere."
                : reader(root)
                        .map(reader ->
                                reader + " threw " + root + ". It has to read what another process of the job wrote.")
                        .orElse(root.toString());
        return new MillraceException(ErrorCode.NOT_SERIALIZABLE, "Cannot read a value back: " + reason, failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Class and method of the program, such as a {@code readObject}, that the reading called and that failed. */
    private static Optional<String> reader(Throwable root) {
        return Arrays.stream(root.getStackTrace())
                .filter(frame -> MACHINERY.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .filter(frame -> !frame.getClassName().startsWith(NotSerializable.class.getPackageName() + "."))
                .map(frame -> frame.getClassName() + "." + frame.getMethodName());
    }

    /** The way to the object that is refused and what to do about it, or else what {@code cause} says. */
    static String reason(Object value, Form form, Throwable cause) {
        Offender offender = Offender.find(value, form);
        if (offender != null) {
            return offender.path() + ": " + Reference.describe(offender.value()) + " is not Serializable. "
                    + remedy(offender, form);
        }
        if (isStackOverflow(cause)) {
            return Reference.describe(value) + " is nested too deeply, such as a linked list of thousands of nodes."
                    + " Hold the elements in a collection or an array instead.";
        }
        return Reference.describe(value) + ": " + cause;
    }

    private static boolean isStackOverflow(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }

    private static String remedy(Offender offender, Form form) {
        if (form == Form.CODEC) {
            return "Mark the field that holds it transient, hold the data that it was made from instead, or make the class"
                    + " Serializable.";
        }
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
