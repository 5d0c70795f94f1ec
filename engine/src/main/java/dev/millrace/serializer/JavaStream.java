package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** An object inside a Kryo graph that is written as a Java serialization stream of its own: length, bytes. */
final class JavaStream extends Serializer<Object> {
    /** Stands for the class of every object written this way, as those of lambdas and proxies have no name to find them by. */
    static final class Marker {
        private Marker() {}
    }

    @Override
    public void write(Kryo kryo, Output out, Object value) {
        byte[] bytes = JavaSerialization.serialize(value);
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    @Override
    public Object read(Kryo kryo, Input in, Class<?> type) {
        return JavaSerialization.deserialize(in.readBytes(in.readVarInt(true)), kryo.getClassLoader());
    }
}
