package dev.millrace.serializer;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out while the graph is being built, on the user's line, that a function cannot be sent to executors. Thread-safe.
 */
public final class ClosureCheck {
    /** Whether instances have nothing that could fail: no field in any class, and no form of their own but a lambda's. */
    private static final ClassValue<Boolean> STATELESS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        return false;
                    }
                }
            }
            return type.isHidden() || !ClassPolicy.hasOwnForm(type);
        }
    };

    private ClosureCheck() {}

    /**
     * Serializes {@code function} to nowhere, unless it captures nothing and so must succeed.
     *
     * @param operation the method that it was given to, such as {@code map}
     * @throws MillraceException NOT_SERIALIZABLE naming the operation, the caller's line, the path to the object that is not
     *     serializable, and the fix
     */
    public static void check(Object function, String operation) {
        if (function instanceof Serializable && STATELESS.get(function.getClass())) {
            return;
        }
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(function);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new MillraceException(
                    ErrorCode.NOT_SERIALIZABLE,
                    "The function given to " + operation + caller() + " cannot be sent to executors: "
                            + NotSerializable.reason(function, Form.JAVA, e),
                    e);
        }
    }

    private static String caller() {
        Optional<StackFrame> frame = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames ->
                        frames.filter(f -> !isEngine(f.getDeclaringClass())).findFirst());
        return frame.map(f -> " at " + f.getClassName() + " (" + f.getFileName() + ":" + f.getLineNumber() + ")")
                .orElse("");
    }

    /** Jobs may be in a package below this one too, such as the examples are: those come from another jar. */
    private static boolean isEngine(Class<?> type) {
        return type.getName().startsWith("dev.millrace.") && Objects.equals(source(type), source(ClosureCheck.class));
    }

    private static @Nullable CodeSource source(Class<?> type) {
        return type.getProtectionDomain().getCodeSource();
    }
}
