package dev.millrace.serializer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What the bytes of a class depend on, as text: the names and types of the fields that are written, or the constants of an enum.
 * Kryo does not write the name of a field's class where that is final, so that such a class is part of the shape.
 */
final class Shape {
    private static final ClassValue<String> SHAPES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return describe(type, new HashSet<>());
        }
    };

    private Shape() {}

    static String of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** Whether bytes of a class that had the shape {@code written} are read right by one that has {@code present}. */
    static boolean fits(String written, String present) {
        boolean constants = written.startsWith("enum ") && written.endsWith("]");
        return written.equals(present)
                || (constants && present.startsWith(written.substring(0, written.length() - 1) + ", "));
    }

    private static String describe(Class<?> type, Set<Class<?>> seen) {
        if (type.isArray()) {
            return describe(type.getComponentType(), seen) + "[]";
        }
        if (type.isPrimitive() || ClassPolicy.isJdk(type) || !seen.add(type)) {
            return type.getName();
        }
        if (Enum.class.isAssignableFrom(type)) {
            Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
            return "enum " + Arrays.toString(declaring.getEnumConstants());
        }
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                fields.add(component.getName() + " " + within(component.getType(), seen));
            }
            return fields.toString();
        }
        for (Class<?> c = type; c != null && !ClassPolicy.isJdk(c); c = c.getSuperclass()) {
            Field[] declared = c.getDeclaredFields();
            Arrays.sort(declared, (first, second) -> first.getName().compareTo(second.getName()));
            for (Field field : declared) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    fields.add(field.getName() + " " + within(field.getType(), seen));
                }
            }
        }
        return fields.toString();
    }

    private static String within(Class<?> type, Set<Class<?>> seen) {
        boolean named = !type.isPrimitive() && !type.isArray() && !Modifier.isFinal(type.getModifiers());
        return named ? type.getName() : describe(type, seen);
    }
}
