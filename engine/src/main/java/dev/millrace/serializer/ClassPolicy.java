package dev.millrace.serializer;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the objects of a class are written: a decision per class, never per object, so that it can be cached.
 *
 * <p>Kryo takes what it reads back exactly: a list of classes of the JDK, and user classes all of whose fields can be reached
 * by reflection. A class that defines its own form ({@code writeReplace}, {@code writeObject}, {@code Externalizable},
 * lambdas, proxies), and the rest of the JDK, takes Java serialization if it is {@link Serializable}. A list or set of the
 * JDK that is not, such as a {@code subList} or a {@code keySet}, is a view: it is read back as a list or set of its own,
 * which is equal to it.
 */
enum ClassPolicy {
    GRAPH,
    JAVA,
    LIST_VIEW,
    SET_VIEW,
    REFUSED;

    private static final Set<Class<?>> JDK_CLASSES_FOR_GRAPH = jdkClassesForGraph();
    private static final ClassValue<ClassPolicy> POLICIES = new ClassValue<>() {
        @Override
        protected ClassPolicy computeValue(Class<?> type) {
            return decide(type);
        }
    };

    static ClassPolicy of(Class<?> type) {
        return POLICIES.get(type);
    }

    private static ClassPolicy decide(Class<?> type) {
        if (type.isPrimitive() || type.isArray() || JDK_CLASSES_FOR_GRAPH.contains(type)) {
            return GRAPH; // an array's elements are decided on one by one
        }
        if (Enum.class.isAssignableFrom(type) || Charset.class.isAssignableFrom(type)) {
            return GRAPH;
        }
        ClassPolicy otherwise = Serializable.class.isAssignableFrom(type) ? JAVA : view(type);
        if (type.isHidden() || Proxy.isProxyClass(type) || isJdk(type)) {
            return otherwise;
        }
        return hasOwnForm(type) || !hasReachableFields(type) ? otherwise : GRAPH;
    }

    private static ClassPolicy view(Class<?> type) {
        if (!isJdk(type) || SortedSet.class.isAssignableFrom(type)) {
            return REFUSED;
        }
        return List.class.isAssignableFrom(type) ? LIST_VIEW : Set.class.isAssignableFrom(type) ? SET_VIEW : REFUSED;
    }

    static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** Whether the class says itself how it is serialized. */
    static boolean hasOwnForm(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)) {
            return false;
        }
        if (Externalizable.class.isAssignableFrom(type)) {
            return true;
        }
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            if (declares(c, "writeReplace") || declares(c, "readResolve")) {
                return true;
            }
            if (!c.isRecord()
                    && (declares(c, "writeObject", ObjectOutputStream.class)
                            || declares(c, "readObject", ObjectInputStream.class)
                            || declares(c, "readObjectNoData"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(Class<?> type, String method, Class<?>... parameters) {
        for (Method declared : type.getDeclaredMethods()) {
            if (declared.getName().equals(method) && Arrays.equals(declared.getParameterTypes(), parameters)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasReachableFields(Class<?> type) {
        for (Class<?> c = type; c != null && c != Object.class && c != Record.class; c = c.getSuperclass()) {
            boolean jdk = isJdk(c);
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && (jdk || !field.trySetAccessible())) {
                    return false;
                }
            }
        }
        return !type.isRecord()
                || Arrays.stream(type.getDeclaredConstructors()).allMatch(AccessibleObject::trySetAccessible);
    }

    private static Set<Class<?>> jdkClassesForGraph() {
        Set<Class<?>> types = new HashSet<>(List.of(
                // an instance of Object itself is a lock: written as nothing, read back as another one
                Object.class,
                String.class,
                Class.class,
                StringBuilder.class,
                StringBuffer.class,
                Boolean.class,
                Byte.class,
                Short.class,
                Character.class,
                Integer.class,
                Long.class,
                Float.class,
                Double.class,
                BigInteger.class,
                BigDecimal.class,
                BitSet.class,
                UUID.class,
                URI.class,
                URL.class,
                Currency.class,
                Date.class,
                Optional.class,
                OptionalInt.class,
                OptionalLong.class,
                OptionalDouble.class));
        types.addAll(List.of(
                Duration.class,
                Instant.class,
                LocalDate.class,
                LocalTime.class,
                LocalDateTime.class,
                ZoneOffset.class,
                OffsetTime.class,
                OffsetDateTime.class,
                ZonedDateTime.class,
                Year.class,
                YearMonth.class,
                MonthDay.class,
                Period.class));
        types.addAll(List.of(
                ArrayList.class,
                LinkedList.class,
                ArrayDeque.class,
                PriorityQueue.class,
                HashSet.class,
                LinkedHashSet.class,
                TreeSet.class,
                HashMap.class,
                LinkedHashMap.class,
                TreeMap.class,
                ConcurrentHashMap.class));
        types.addAll(Immutables.TYPES);
        for (Object shape : List.of(
                Collections.emptyList(),
                Collections.emptySet(),
                Collections.emptyMap(),
                Collections.singletonList(1),
                Collections.singleton(1),
                Collections.singletonMap(1, 1),
                Arrays.asList(1))) {
            types.add(shape.getClass());
        }
        return types;
    }
}
