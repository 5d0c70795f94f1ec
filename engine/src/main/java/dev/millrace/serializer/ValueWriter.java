package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values in the layout of {@link Tag}. Not thread-safe. */
final class ValueWriter {
    /** Thrown at a depth that only a collection which contains itself reaches; Kryo then writes all of it with references. */
    static final class NestedTooDeeply extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NestedTooDeeply() {
            super(null, null, false, false);
        }
    }

    private static final int DEEPEST_PLAIN_NESTING = 100;

    private final ClassLoader loader;
    private final boolean durable;
    private @Nullable GraphKryo kryo;
    private int depth;

    /** @param durable whether a later version of the program may read the bytes */
    ValueWriter(ClassLoader loader, boolean durable) {
        this.loader = loader;
        this.durable = durable;
    }

    void write(Output out, @Nullable Object value) {
        if (value == null) {
            out.writeByte(Tag.NULL);
            return;
        }
        Class<?> type = value.getClass();
        if (type == String.class) {
            Strings.write(out, (String) value);
        } else if (value instanceof Number number && writeNumber(out, number)) {
            return;
        } else if (type == Tuple2.class) {
            Tuple2<?, ?> tuple = (Tuple2<?, ?>) value;
            descend(out, Tag.TUPLE2);
            write(out, tuple._1());
            write(out, tuple._2());
            depth--;
        } else if (type.isArray()) {
            writeArray(out, value);
        } else if (type == ArrayList.class) {
            writeElements(out, Tag.ARRAY_LIST, (ArrayList<?>) value);
        } else if (type == HashMap.class) {
            writeEntries(out, Tag.HASH_MAP, (HashMap<?, ?>) value);
        } else {
            writeRarer(out, value, type);
        }
    }

    /** Writes {@code value} by Kryo even if it is of a type that has a layout of its own. */
    void writeGraph(Output out, Object value) {
        if (kryo == null) {
            kryo = new GraphKryo(loader, durable);
        }
        out.writeByte(Tag.GRAPH);
        kryo.writeClassAndObject(out, value);
    }

    /** Forgets the classes and objects of the value before. */
    void reset() {
        depth = 0;
        if (kryo != null) {
            kryo.reset();
        }
    }

    /** Forgets everything, after a failure: Kryo's own stacks are not as they should be then. */
    void discard() {
        depth = 0;
        kryo = null;
    }

    private static boolean writeNumber(Output out, Number number) {
        if (number instanceof Integer value) {
            out.writeByte(Tag.INTEGER);
            out.writeVarInt(value, false);
        } else if (number instanceof Long value) {
            out.writeByte(Tag.LONG);
            out.writeVarLong(value, false);
        } else if (number instanceof Double value) {
            out.writeByte(Tag.DOUBLE);
            out.writeDouble(value);
        } else if (number instanceof Float value) {
            out.writeByte(Tag.FLOAT);
            out.writeFloat(value);
        } else if (number instanceof Short value) {
            out.writeByte(Tag.SHORT);
            out.writeShort(value);
        } else if (number instanceof Byte value) {
            out.writeByte(Tag.BYTE);
            out.writeByte(value);
        } else {
            return false;
        }
        return true;
    }

    private void writeArray(Output out, Object array) {
        if (array instanceof byte[] bytes) {
            out.writeByte(Tag.BYTES);
            out.writeVarInt(bytes.length, true);
            out.writeBytes(bytes);
        } else if (array instanceof long[] longs) {
            out.writeByte(Tag.LONGS);
            out.writeVarInt(longs.length, true);
            out.writeLongs(longs, 0, longs.length);
        } else if (array instanceof int[] ints) {
            out.writeByte(Tag.INTS);
            out.writeVarInt(ints.length, true);
            out.writeInts(ints, 0, ints.length);
        } else if (array instanceof double[] doubles) {
            out.writeByte(Tag.DOUBLES);
            out.writeVarInt(doubles.length, true);
            out.writeDoubles(doubles, 0, doubles.length);
        } else if (array.getClass() == String[].class) {
            writeElements(out, Tag.STRINGS, (String[]) array);
        } else if (array.getClass() == Object[].class) {
            writeElements(out, Tag.OBJECTS, (Object[]) array);
        } else {
            writeGraph(out, array);
        }
    }

    private void writeRarer(Output out, Object value, Class<?> type) {
        if (value instanceof Boolean truth) {
            out.writeByte(truth ? Tag.TRUE : Tag.FALSE);
        } else if (value instanceof Character character) {
            out.writeByte(Tag.CHARACTER);
            out.writeChar(character);
        } else if (type == Tuple3.class) {
            Tuple3<?, ?, ?> tuple = (Tuple3<?, ?, ?>) value;
            descend(out, Tag.TUPLE3);
            write(out, tuple._1());
            write(out, tuple._2());
            write(out, tuple._3());
            depth--;
        } else if (type == Tuple4.class) {
            Tuple4<?, ?, ?, ?> tuple = (Tuple4<?, ?, ?, ?>) value;
            descend(out, Tag.TUPLE4);
            write(out, tuple._1());
            write(out, tuple._2());
            write(out, tuple._3());
            write(out, tuple._4());
            depth--;
        } else if (type == HashSet.class) {
            HashSet<?> set = (HashSet<?>) value;
            descend(out, Tag.HASH_SET);
            out.writeVarInt(set.size(), true);
            for (Object element : set) {
                write(out, element);
            }
            depth--;
        } else if (type == LinkedHashMap.class) {
            writeEntries(out, Tag.LINKED_HASH_MAP, (LinkedHashMap<?, ?>) value);
        } else if (Immutables.LISTS.contains(type)) {
            writeElements(out, Tag.LIST, (List<?>) value);
        } else {
            writeOpaque(out, value, ClassPolicy.of(type));
        }
    }

    private void writeOpaque(Output out, Object value, ClassPolicy policy) {
        switch (policy) {
            case JAVA -> {
                if (durable) {
                    throw new NotDurable(value.getClass());
                }
                byte[] bytes = JavaSerialization.serialize(value);
                out.writeByte(Tag.JAVA);
                out.writeVarInt(bytes.length, true);
                out.writeBytes(bytes);
            }
            case LIST_VIEW -> writeElements(out, Tag.ARRAY_LIST, new ArrayList<>((List<?>) value));
            case GRAPH, SET_VIEW, REFUSED -> writeGraph(out, value);
        }
    }

    private void writeElements(Output out, byte tag, List<?> list) {
        descend(out, tag);
        int size = list.size();
        out.writeVarInt(size, true);
        for (int i = 0; i < size; i++) {
            write(out, list.get(i));
        }
        depth--;
    }

    private void writeElements(Output out, byte tag, @Nullable Object[] array) {
        descend(out, tag);
        out.writeVarInt(array.length, true);
        for (Object element : array) {
            write(out, element);
        }
        depth--;
    }

    private void writeEntries(Output out, byte tag, Map<?, ?> map) {
        descend(out, tag);
        out.writeVarInt(map.size(), true);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(out, entry.getKey());
            write(out, entry.getValue());
        }
        depth--;
    }

    private void descend(Output out, byte tag) {
        if (++depth > DEEPEST_PLAIN_NESTING) {
            throw new NestedTooDeeply();
        }
        out.writeByte(tag);
    }
}
