package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the data of a job as bytes and reads it back equal; {@link Tag} has the layout. Strings, numbers, tuples, arrays and
 * the common collections are written plainly; every other class by Kryo or by Java serialization, as {@link ClassPolicy}
 * decides. User classes need neither a constructor without arguments nor {@code Serializable}, and may refer to each other
 * in cycles; their transient fields are not written.
 *
 * <p>What one call writes is one graph: the name of a user class is written once in it, so that many records are best written
 * as one {@code Object[]}. Plain arrays and collections that occur in it twice are read back as two. Bytes are only to be read
 * by the same version of the job, and only when they came from an authenticated peer. Not thread-safe: one instance per
 * thread.
 */
public final class ObjectCodec {
    private static final int LARGEST_KEPT_BUFFER = 1 << 20;

    private final ValueWriter writer;
    private final ValueReader reader;
    private final Input input = new Input();
    private Output buffer = new Output(256, -1);

    /** A codec that finds user classes through {@code loader}. */
    public ObjectCodec(ClassLoader loader) {
        this(loader, false);
    }

    private ObjectCodec(ClassLoader loader, boolean durable) {
        writer = new ValueWriter(loader, durable);
        reader = new ValueReader(loader, durable);
    }

    /**
     * A codec for bytes that a later version of the program may read: it refuses what only Java serialization can write, and
     * writes the shape of each class, so that one that has changed is refused when it is read.
     */
    public static ObjectCodec durable(ClassLoader loader) {
        return new ObjectCodec(loader, true);
    }

    /**
     * Writes {@code value}. When that fails, {@code out} is as it was before, unless it had to flush.
     *
     * @throws MillraceException NOT_SERIALIZABLE naming the class and the path to it
     * @throws KryoBufferOverflowException when {@code out} is full and may not grow
     */
    public void write(Output out, @Nullable Object value) {
        int start = out.position();
        long flushed = out.total() - start;
        try {
            try {
                writer.write(out, value);
            } catch (ValueWriter.NestedTooDeeply e) {
                writer.reset();
                rewind(out, start, flushed);
                writer.writeGraph(out, Objects.requireNonNull(value));
            }
            writer.reset();
        } catch (RuntimeException | StackOverflowError e) {
            writer.discard();
            rewind(out, start, flushed);
            if (value == null || e instanceof KryoBufferOverflowException) {
                throw e;
            }
            throw NotSerializable.value(value, Form.CODEC, e);
        }
    }

    /**
     * Reads the value that starts at the position of {@code in}.
     *
     * @throws MillraceException NOT_SERIALIZABLE when a class is missing, its own code throws, or the bytes are no such value
     */
    public @Nullable Object read(Input in) {
        try {
            Object value = reader.read(in);
            reader.reset();
            return value;
        } catch (MillraceException e) {
            reader.discard();
            throw e;
        } catch (RuntimeException | Error e) {
            reader.discard();
            throw NotSerializable.unreadable(e);
        }
    }

    /** The bytes of {@code value}; errors as in {@link #write}. */
    public byte[] toBytes(@Nullable Object value) {
        buffer.reset();
        write(buffer, value);
        byte[] bytes = buffer.toBytes();
        if (buffer.getBuffer().length > LARGEST_KEPT_BUFFER) {
            buffer = new Output(256, -1);
        }
        return bytes;
    }

    /** The value that {@code bytes}, all of them, stand for; errors as in {@link #read}. */
    public @Nullable Object fromBytes(byte[] bytes) {
        input.setBuffer(bytes);
        Object value = read(input);
        if (input.position() != bytes.length) {
            throw new MillraceException(
                    ErrorCode.NOT_SERIALIZABLE,
                    "Cannot read a value back: it ends at byte " + input.position() + " of " + bytes.length);
        }
        return value;
    }

    private static void rewind(Output out, int start, long flushed) {
        if (out.total() - out.position() == flushed) {
            out.setPosition(start);
        }
    }
}
