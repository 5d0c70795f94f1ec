package dev.millrace.serializer;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Equality of values for tests. */
final class Equality {
    private Equality() {}

    /** Equality that looks into arrays and into what has no equality of its own, and wants the same class where it has a name. */
    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof Object[] x && b instanceof Object[] y) {
            return a.getClass() == b.getClass() && equalElements(Arrays.asList(x), Arrays.asList(y));
        }
        if (a.getClass().isArray()) {
            return a.getClass() == b.getClass() && Objects.deepEquals(a, b);
        }
        if (a.getClass() != b.getClass() && Modifier.isPublic(a.getClass().getModifiers())) {
            return false;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return a.equals(b) || equalElements(x, y);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.keySet().equals(y.keySet()) && x.keySet().stream().allMatch(key -> equal(x.get(key), y.get(key)));
        }
        if (a instanceof Optional<?> x && b instanceof Optional<?> y) {
            return equal(x.orElse(null), y.orElse(null));
        }
        if (a instanceof Record && b instanceof Record) {
            return equalElements(components(a), components(b));
        }
        if (a instanceof ArrayDeque<?> || a instanceof PriorityQueue<?>) {
            return equalElements((Collection<?>) a, (Collection<?>) b);
        }
        if (a instanceof Pattern
                || a instanceof StringBuilder
                || a instanceof StringBuffer
                || a instanceof AtomicLong
                || a instanceof Throwable) {
            return a.toString().equals(b.toString());
        }
        return a.equals(b);
    }

    private static boolean equalElements(Collection<?> a, Collection<?> b) {
        Object[] x = a.toArray();
        Object[] y = b.toArray();
        if (x.length != y.length) {
            return false;
        }
        for (int i = 0; i < x.length; i++) {
            if (!equal(x[i], y[i])) {
                return false;
            }
        }
        return true;
    }

    private static List<@Nullable Object> components(Object value) {
        List<@Nullable Object> components = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            try {
                components.add(accessor.invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return components;
    }

    static String show(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String text = value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
        String type = value.getClass().getTypeName();
        return type.substring(type.lastIndexOf('.') + 1) + " "
                + (text.length() > 60 ? text.substring(0, 60) + "…" : text);
    }
}
