package dev.millrace.scheduler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The public methods of classes as text, such as {@code RDD.map(Function)}, for tables with a row for each. */
final class Signatures {
    private Signatures() {}

    /** Of the methods that are declared there, without those that only say again what {@link Object} has. */
    static Set<String> of(Class<?>... types) {
        Set<String> all = new TreeSet<>();
        for (Class<?> type : types) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !isOfObject(method)) {
                    all.add(type.getSimpleName() + "." + method.getName()
                            + Arrays.stream(method.getParameterTypes())
                                    .map(Class::getSimpleName)
                                    .collect(Collectors.joining(", ", "(", ")")));
                }
            }
        }
        return all;
    }

    private static boolean isOfObject(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(known -> known.getName().equals(method.getName())
                        && Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
    }
}
