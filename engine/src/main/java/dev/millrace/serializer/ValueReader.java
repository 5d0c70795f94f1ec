package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ValueWriter} wrote. Not thread-safe. */
final class ValueReader {
    private final ClassLoader loader;
    private final boolean durable;
    private @Nullable GraphKryo kryo;

    /** @param durable whether a later version of the program may read the bytes */
    ValueReader(ClassLoader loader, boolean durable) {
        this.loader = loader;
        this.durable = durable;
    }

    @SuppressWarnings("NullAway") // the components of a tuple may be null
    @Nullable
    Object read(Input in) {
        byte tag = in.readByte();
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.LATIN1 -> Strings.readLatin1(in);
            case Tag.UTF16 -> Strings.readUtf16(in);
            case Tag.INTEGER -> in.readVarInt(false);
            case Tag.LONG -> in.readVarLong(false);
            case Tag.DOUBLE -> in.readDouble();
            case Tag.FLOAT -> in.readFloat();
            case Tag.SHORT -> in.readShort();
            case Tag.BYTE -> in.readByte();
            case Tag.CHARACTER -> in.readChar();
            case Tag.TRUE -> true;
            case Tag.FALSE -> false;
            case Tag.TUPLE2 -> new Tuple2<>(read(in), read(in));
            case Tag.TUPLE3 -> new Tuple3<>(read(in), read(in), read(in));
            case Tag.TUPLE4 -> new Tuple4<>(read(in), read(in), read(in), read(in));
            case Tag.BYTES -> in.readBytes(length(in, 1));
            case Tag.LONGS -> in.readLongs(length(in, Long.BYTES));
            case Tag.INTS -> in.readInts(length(in, Integer.BYTES));
            case Tag.DOUBLES -> in.readDoubles(length(in, Double.BYTES));
            case Tag.STRINGS -> elements(in, new String[length(in, 1)]);
            case Tag.OBJECTS -> elements(in, new Object[length(in, 1)]);
            case Tag.ARRAY_LIST -> list(in);
            case Tag.LIST -> Immutables.list(elements(in, new Object[length(in, 1)]));
            case Tag.HASH_SET -> set(in);
            case Tag.HASH_MAP -> hashMap(in);
            case Tag.LINKED_HASH_MAP -> linkedHashMap(in);
            case Tag.GRAPH -> graph(in);
            case Tag.JAVA -> java(in);
            default -> throw new KryoException("unknown tag " + tag + " at byte " + (in.total() - 1));
        };
    }

    /** Forgets the classes and objects of the value before. */
    void reset() {
        if (kryo != null) {
            kryo.reset();
        }
    }

    /** Forgets everything, after a failure: Kryo's own stacks are not as they should be then. */
    void discard() {
        kryo = null;
    }

    private @Nullable Object graph(Input in) {
        if (kryo == null) {
            kryo = new GraphKryo(loader, durable);
        }
        return kryo.readClassAndObject(in);
    }

    private Object java(Input in) {
        if (durable) {
            throw new KryoException("Java serialization where only plain data may be");
        }
        return JavaSerialization.deserialize(in.readBytes(length(in, 1)), loader);
    }

    /** A length, refused before memory is taken for it when the bytes for so many elements are not there. */
    static int length(Input in, int bytesOfElement) {
        int length = in.readVarInt(true);
        if (length < 0 || (in.getInputStream() == null && length > (in.limit() - in.position()) / bytesOfElement)) {
            throw new KryoException("length " + length + " is more than the bytes that follow");
        }
        return length;
    }

    private @Nullable Object[] elements(Input in, @Nullable Object[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] = read(in);
        }
        return array;
    }

    private List<@Nullable Object> list(Input in) {
        int size = length(in, 1);
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(read(in));
        }
        return list;
    }

    private Set<@Nullable Object> set(Input in) {
        int size = length(in, 1);
        Set<@Nullable Object> set = new HashSet<>(capacity(size));
        for (int i = 0; i < size; i++) {
            set.add(read(in));
        }
        return set;
    }

    private Map<@Nullable Object, @Nullable Object> hashMap(Input in) {
        int size = length(in, 2);
        return entries(in, size, new HashMap<>(capacity(size)));
    }

    private Map<@Nullable Object, @Nullable Object> linkedHashMap(Input in) {
        int size = length(in, 2);
        return entries(in, size, new LinkedHashMap<>(capacity(size)));
    }

    private Map<@Nullable Object, @Nullable Object> entries(
            Input in, int size, Map<@Nullable Object, @Nullable Object> map) {
        for (int i = 0; i < size; i++) {
            map.put(read(in), read(in));
        }
        return map;
    }

    private static int capacity(int size) {
        return (int) Math.min(1 << 30, size / 0.75 + 1);
    }
}
