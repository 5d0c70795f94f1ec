package dev.millrace.serializer;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One object that another refers to, as serialization sees it: through a field, as an element, or captured by a lambda.
 *
 * @param kind how it is referred to
 * @param value the object referred to
 * @param label the reference as text, such as {@code field client}
 */
record Reference(Kind kind, Object value, String label) {
    enum Kind {
        ROOT,
        FIELD,
        ENCLOSING_INSTANCE,
        CAPTURED_THIS,
        CAPTURED,
        ELEMENT
    }

    static Reference root(Object value) {
        return new Reference(Kind.ROOT, value, describe(value));
    }

    boolean isCaptured() {
        return kind == Kind.CAPTURED || kind == Kind.CAPTURED_THIS;
    }

    /** What serialization in this form would follow from {@code value}; JDK-internal state counts as not there. */
    static List<Reference> from(Object value, Form form) {
        List<Reference> found = new ArrayList<>();
        Class<?> type = value.getClass();
        if (value instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(found, Kind.ELEMENT, array[i], "element [" + i + "]");
            }
            return found;
        }
        if (type.isPrimitive() || type.isArray() || value instanceof Enum || value instanceof Class) {
            return found;
        }
        if (Proxy.isProxyClass(type)) {
            InvocationHandler handler = Proxy.getInvocationHandler(value);
            add(found, Kind.FIELD, handler, "invocation handler");
            return found;
        }
        contents(value, found);
        if (ClassPolicy.isJdk(type)) {
            return found;
        }
        if (form == Form.JAVA) {
            Object replacement = replacement(value);
            if (replacement instanceof SerializedLambda lambda) {
                captured(lambda, found);
                return found;
            }
            if (replacement != null && replacement != value) {
                add(found, Kind.FIELD, replacement, "its replacement (writeReplace)");
                return found;
            }
            if (value instanceof Externalizable) {
                return found;
            }
        }
        fields(value, form, found);
        return found;
    }

    /** A short name for an object in a path: its class, or where it was written for a lambda. */
    static String describe(Object value) {
        Class<?> type = value.getClass();
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        if (lambda >= 0) {
            return "lambda in " + name.substring(0, lambda);
        }
        return type.isArray() ? type.getTypeName() : name;
    }

    private static void contents(Object value, List<Reference> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> {
                add(found, Kind.ELEMENT, key, "key " + shortText(key));
                add(found, Kind.ELEMENT, entry, "value of key " + shortText(key));
            });
        } else if (value instanceof Iterable<?> elements && value instanceof Serializable) {
            int i = 0;
            for (Object element : elements) {
                add(found, Kind.ELEMENT, element, "element [" + i++ + "]");
            }
        } else if (value instanceof Optional<?> optional) {
            add(found, Kind.ELEMENT, optional.orElse(null), "value");
        } else if (value instanceof AtomicReference<?> reference) {
            add(found, Kind.ELEMENT, reference.get(), "value");
        } else if (value instanceof Map.Entry<?, ?> entry) {
            add(found, Kind.ELEMENT, entry.getKey(), "key");
            add(found, Kind.ELEMENT, entry.getValue(), "value");
        }
    }

    private static void captured(SerializedLambda lambda, List<Reference> found) {
        boolean instanceMethod = lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                && lambda.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial;
        boolean reference = !lambda.getImplMethodName().startsWith("lambda$");
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object argument = lambda.getCapturedArg(i);
            if (argument == null) {
                continue;
            }
            boolean receiver = i == 0 && instanceMethod;
            String name = describe(argument);
            if (receiver) {
                name += reference ? " of the method reference ::" + lambda.getImplMethodName() : " \"this\"";
            }
            add(
                    found,
                    receiver && !reference ? Kind.CAPTURED_THIS : Kind.CAPTURED,
                    argument,
                    "captured argument " + (i + 1) + " (" + name + ")");
        }
    }

    private static void fields(Object value, Form form, List<Reference> found) {
        for (Class<?> c = value.getClass(); c != null && !ClassPolicy.isJdk(c); c = c.getSuperclass()) {
            if (form == Form.JAVA && !Serializable.class.isAssignableFrom(c)) {
                return;
            }
            for (Field field : c.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers)
                        || Modifier.isTransient(modifiers)
                        || field.getType().isPrimitive()
                        || !field.trySetAccessible()) {
                    continue;
                }
                try {
                    add(found, kind(field), field.get(value), label(field));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e); // it was made accessible above
                }
            }
        }
    }

    private static Kind kind(Field field) {
        return field.isSynthetic() && field.getName().startsWith("this$") ? Kind.ENCLOSING_INSTANCE : Kind.FIELD;
    }

    private static String label(Field field) {
        if (field.isSynthetic() && field.getName().startsWith("val$")) {
            return "captured variable " + field.getName().substring("val$".length());
        }
        return "field " + field.getName() + (kind(field) == Kind.ENCLOSING_INSTANCE ? " (the enclosing instance)" : "");
    }

    private static @Nullable Object replacement(Object value) {
        for (Class<?> c = value.getClass(); c != null && !ClassPolicy.isJdk(c); c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (method.getName().equals("writeReplace") && method.getParameterCount() == 0) {
                    return result(method, value);
                }
            }
        }
        return null;
    }

    private static @Nullable Object result(Method writeReplace, Object value) {
        try {
            return writeReplace.trySetAccessible() ? writeReplace.invoke(value) : null;
        } catch (ReflectiveOperationException e) {
            return null; // the user's method failed: serialization itself says so
        }
    }

    private static void add(List<Reference> found, Kind kind, @Nullable Object value, String label) {
        if (value != null) {
            found.add(new Reference(kind, value, label));
        }
    }

    private static String shortText(@Nullable Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Enum) {
            String text = key.toString();
            return text.length() <= 40 ? text : text.substring(0, 40) + "…";
        }
        return key == null ? "null" : "of " + describe(key);
    }
}
