package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.ImmutableSerializer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lists of {@code List.of} and {@code Stream.toList}; unlike Kryo's own serializer also with the nulls of the latter. */
final class ImmutableLists extends ImmutableSerializer<List<?>> {
    /** The classes behind them: for up to two elements, for more, and for part of one. */
    static final Set<Class<?>> TYPES = Set.of(
            List.of(1).getClass(),
            List.of(1, 2, 3).getClass(),
            List.of(1, 2, 3).subList(0, 2).getClass());

    /** The list of these elements, unmodifiable; takes the array over. */
    static List<?> of(@Nullable Object[] elements) {
        for (Object element : elements) {
            if (element == null) {
                return Arrays.stream(elements).toList();
            }
        }
        return List.of(elements);
    }

    @Override
    public void write(Kryo kryo, Output out, List<?> list) {
        out.writeVarInt(list.size(), true);
        for (Object element : list) {
            kryo.writeClassAndObject(out, element);
        }
    }

    @Override
    public List<?> read(Kryo kryo, Input in, Class<? extends List<?>> type) {
        @Nullable Object[] elements = new Object[in.readVarInt(true)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = kryo.readClassAndObject(in);
        }
        return of(elements);
    }
}
