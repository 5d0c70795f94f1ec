package dev.millrace.execution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sinks of a fused chain, each combination of function and following sink from a class of its own.
 *
 * <p>A sink is a template: a small loop around {@code function.call} and {@code downstream.accept}. Were its class shared
 * by all chains, these calls would see many receivers and the compiler would not inline them. So the bytes of the
 * template are defined anew, as a hidden class, for each combination of (template, class of the function, class of the
 * downstream sink): in that class each call has one receiver for ever. The same chain in a later batch or in another
 * stage finds its class, compiled code included. Thread-safe.
 */
public final class Specializer {
    /** Classes beyond this number are not defined: chains then share the templates, which is slower but bounded. */
    private static final int LIMIT = 4_096;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final Map<Class<?>, byte[]> BYTES = new ConcurrentHashMap<>();

    private record Key(Class<?> template, List<@Nullable Class<?>> arguments) {}

    private final Map<Key, MethodHandle> constructors = new ConcurrentHashMap<>();
    private final Map<Class<?>, MethodHandle> shared = new ConcurrentHashMap<>();
    private final int limit;

    /** @param enabled whether classes are defined at all */
    public Specializer(boolean enabled) {
        this(enabled, LIMIT);
    }

    Specializer(boolean enabled, int limit) {
        this.limit = enabled ? limit : 0;
    }

    /** Number of classes that were defined. */
    int size() {
        return constructors.size();
    }

    /**
     * An instance of {@code template}, or of a copy of its class, from its only constructor.
     *
     * @param type the public type of the template
     */
    <S> S create(Class<S> type, Class<? extends S> template, @Nullable Object... arguments) {
        MethodHandle constructor = constructor(template, arguments);
        try {
            return type.cast((Object) constructor.invokeExact(arguments));
        } catch (Throwable e) {
            throw Rethrow.unchecked(e);
        }
    }

    private MethodHandle constructor(Class<?> template, @Nullable Object[] arguments) {
        if (limit > 0) {
            List<@Nullable Class<?>> classes = new ArrayList<>(arguments.length);
            for (Object argument : arguments) {
                classes.add(argument == null ? null : argument.getClass());
            }
            Key key = new Key(template, classes);
            MethodHandle own = constructors.get(key);
            if (own == null && constructors.size() < limit) {
                own = constructors.computeIfAbsent(key, absent -> constructorOf(copy(template)));
            }
            if (own != null) {
                return own;
            }
        }
        return shared.computeIfAbsent(template, Specializer::constructorOf);
    }

    private static Class<?> copy(Class<?> template) {
        try {
            return LOOKUP.defineHiddenClass(BYTES.computeIfAbsent(template, Specializer::read), true)
                    .lookupClass();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot define a copy of " + template, e);
        }
    }

    private static MethodHandle constructorOf(Class<?> type) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        int arity = constructor.getParameterCount();
        try {
            return LOOKUP.unreflectConstructor(constructor)
                    .asType(MethodType.genericMethodType(arity))
                    .asSpreader(Object[].class, arity);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private static byte[] read(Class<?> template) {
        String name = template.getName().substring(template.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = Objects.requireNonNull(template.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
