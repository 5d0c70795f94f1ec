package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.ImmutableSerializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Serializers for what {@code List.of}, {@code Set.of}, {@code Map.of}, {@code Map.entry} and {@code Stream.toList} return.
 * Unlike Kryo's own they keep nulls, and a second reference is read back as the same object. An element that refers
 * back to the collection itself sees a mutable one with the same elements.
 */
final class Immutables {
    /** The classes of lists: for up to two elements, for more, and for part of one. */
    static final Set<Class<?>> LISTS = classes(
            List.of(),
            List.of(1),
            List.of(1, 2, 3),
            List.of(1, 2, 3).subList(0, 2),
            Arrays.asList(null, 1).stream().toList());

    private static final Set<Class<?>> SETS = classes(Set.of(), Set.of(1), Set.of(1, 2, 3));
    private static final Set<Class<?>> MAPS = classes(Map.of(), Map.of(1, 1), Map.of(1, 1, 2, 2));
    private static final Class<?> ENTRY = Map.entry(1, 1).getClass();

    /** All classes that have a serializer here. */
    static final Set<Class<?>> TYPES =
            Stream.of(LISTS, SETS, MAPS, Set.of(ENTRY)).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private Immutables() {}

    static void register(Kryo kryo) {
        LISTS.forEach(type -> kryo.addDefaultSerializer(type, new Lists()));
        SETS.forEach(type -> kryo.addDefaultSerializer(type, new Sets()));
        MAPS.forEach(type -> kryo.addDefaultSerializer(type, new Maps()));
        kryo.addDefaultSerializer(ENTRY, new Entries());
    }

    /** The unmodifiable list of these elements. */
    static List<?> list(@Nullable Object[] elements) {
        for (Object element : elements) {
            if (element == null) {
                return Arrays.stream(elements).toList();
            }
        }
        return List.of(elements);
    }

    private static Set<Class<?>> classes(Object... examples) {
        return Stream.of(examples).map(Object::getClass).collect(Collectors.toUnmodifiableSet());
    }

    private static void write(Kryo kryo, Output out, Collection<?> elements) {
        out.writeVarInt(elements.size(), true);
        for (Object element : elements) {
            kryo.writeClassAndObject(out, element);
        }
    }

    /** Reads elements into {@code mutable}, which stands for the collection until {@code result} of it does. */
    private static <C extends Collection<@Nullable Object>, R> R read(
            Kryo kryo, Input in, C mutable, Function<C, R> result) {
        int id = References.of(kryo).lastReadId();
        kryo.reference(mutable);
        int size = in.readVarInt(true);
        for (int i = 0; i < size; i++) {
            mutable.add(kryo.readClassAndObject(in));
        }
        R immutable = result.apply(mutable);
        References.of(kryo).setReadObject(id, immutable);
        return immutable;
    }

    private static final class Lists extends ImmutableSerializer<List<?>> {
        @Override
        public void write(Kryo kryo, Output out, List<?> list) {
            Immutables.write(kryo, out, list);
        }

        @Override
        public List<?> read(Kryo kryo, Input in, Class<? extends List<?>> type) {
            return Immutables.read(kryo, in, new ArrayList<>(), elements -> list(elements.toArray()));
        }
    }

    private static final class Sets extends ImmutableSerializer<Set<?>> {
        @Override
        public void write(Kryo kryo, Output out, Set<?> set) {
            Immutables.write(kryo, out, set);
        }

        @Override
        public Set<?> read(Kryo kryo, Input in, Class<? extends Set<?>> type) {
            return Immutables.read(kryo, in, new HashSet<>(), Set::copyOf);
        }
    }

    private static final class Maps extends ImmutableSerializer<Map<?, ?>> {
        @Override
        public void write(Kryo kryo, Output out, Map<?, ?> map) {
            out.writeVarInt(map.size(), true);
            map.forEach((key, value) -> {
                kryo.writeClassAndObject(out, key);
                kryo.writeClassAndObject(out, value);
            });
        }

        @Override
        public Map<?, ?> read(Kryo kryo, Input in, Class<? extends Map<?, ?>> type) {
            int id = References.of(kryo).lastReadId();
            Map<Object, Object> mutable = new HashMap<>();
            kryo.reference(mutable);
            int size = in.readVarInt(true);
            for (int i = 0; i < size; i++) {
                mutable.put(kryo.readClassAndObject(in), kryo.readClassAndObject(in));
            }
            Map<?, ?> immutable = Map.copyOf(mutable);
            References.of(kryo).setReadObject(id, immutable);
            return immutable;
        }
    }

    private static final class Entries extends ImmutableSerializer<Map.Entry<?, ?>> {
        @Override
        public void write(Kryo kryo, Output out, Map.Entry<?, ?> entry) {
            kryo.writeClassAndObject(out, entry.getKey());
            kryo.writeClassAndObject(out, entry.getValue());
        }

        @Override
        public Map.Entry<?, ?> read(Kryo kryo, Input in, Class<? extends Map.Entry<?, ?>> type) {
            return Map.entry(kryo.readClassAndObject(in), kryo.readClassAndObject(in));
        }
    }
}
