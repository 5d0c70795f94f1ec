package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Stands in for the serializer of a class that cannot be written, so that a field of it may still be null. */
final class Refusal extends Serializer<Object> {
    @Override
    public void write(Kryo kryo, Output out, Object value) {
        throw new KryoException(value.getClass().getName() + " is not serializable");
    }

    @Override
    public Object read(Kryo kryo, Input in, Class<?> type) {
        throw new KryoException(type.getName() + " is not serializable");
    }
}
