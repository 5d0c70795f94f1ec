package dev.millrace.cassandra;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of the objects of a class: the components of a record, the getters of a bean. Immutable. */
final class Properties {
    private static final MethodType OBJECT_TO_OBJECT = MethodType.methodType(Object.class, Object.class);
    private static final ClassValue<Properties> BY_CLASS = new ClassValue<>() {
        @Override
        protected Properties computeValue(Class<?> type) {
            return new Properties(type);
        }
    };

    private final Class<?> type;
    private final Map<String, Property> byName = new LinkedHashMap<>();

    /** One of them. */
    record Property(String name, Class<?> type, MethodHandle getter) {
        @Nullable
        Object get(Object of) {
            try {
                return getter.invokeExact(of);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("the property " + name + " cannot be read: " + e, e);
            }
        }
    }

    private Properties(Class<?> type) {
        this.type = type;
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                add(component.getName(), component.getAccessor());
            }
            return;
        }
        for (Method method : type.getMethods()) {
            String name = propertyOf(method);
            if (name != null) {
                add(name, method);
            }
        }
    }

    static Properties of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** The components of a tuple, in order; none when the class is none. */
    static List<Property> ofTuple(Class<?> type) {
        return type.getSimpleName().startsWith("Tuple") && type.isRecord()
                ? new ArrayList<>(of(type).byName.values())
                : List.of();
    }

    private void add(String name, Method getter) {
        try {
            getter.setAccessible(true); // a class of the program need not be public
            MethodHandle handle = MethodHandles.lookup().unreflect(getter).asType(OBJECT_TO_OBJECT);
            byName.put(name, new Property(name, getter.getReturnType(), handle));
        } catch (IllegalAccessException | RuntimeException e) {
            throw CassandraErrors.argument(type.getName() + ": the property " + name + " cannot be read: " + e);
        }
    }

    private static @Nullable String propertyOf(Method method) {
        if (method.getParameterCount() > 0
                || Modifier.isStatic(method.getModifiers())
                || method.getDeclaringClass() == Object.class
                || method.getReturnType() == void.class) {
            return null;
        }
        String name = method.getName();
        if (name.startsWith("get") && name.length() > 3) {
            return decapitalized(name.substring(3));
        }
        boolean truth = method.getReturnType() == boolean.class;
        return truth && name.startsWith("is") && name.length() > 2 ? decapitalized(name.substring(2)) : null;
    }

    /** The property that a method sets, null when it sets none. */
    static @Nullable String setBy(Method method) {
        String name = method.getName();
        return method.getParameterCount() == 1
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isBridge()
                        && name.startsWith("set")
                        && name.length() > 3
                ? decapitalized(name.substring(3))
                : null;
    }

    private static String decapitalized(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    Set<String> names() {
        return byName.keySet();
    }

    @Nullable
    Property named(String name) {
        return byName.get(name);
    }

    /**
     * The property that a column is filled from: the one that the program maps to it, else the one of the same name, else the
     * one whose name is the same in camel case.
     */
    @Nullable
    Property forColumn(String column, Map<String, String> columnsByProperty) {
        for (Property property : byName.values()) {
            if (column.equals(columnsByProperty.get(property.name()))) {
                return property;
            }
        }
        for (Property property : byName.values()) {
            if (!columnsByProperty.containsKey(property.name())
                    && (property.name().equals(column)
                            || underscored(property.name()).equals(column))) {
                return property;
            }
        }
        return null;
    }

    /** {@code wordCount} as {@code word_count}. */
    static String underscored(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
