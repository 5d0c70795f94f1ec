package dev.millrace.serializer;

import dev.millrace.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/**
 * Java serialization, for functions and plans. Only ever read bytes that came from an authenticated peer of the same job:
 * reading runs code that the sender chose. Thread-safe.
 */
public final class JavaSerialization {
    private JavaSerialization() {}

    /**
     * The bytes of {@code value}.
     *
     * @throws MillraceException NOT_SERIALIZABLE naming the class and the path to it
     */
    public static byte[] serialize(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw NotSerializable.value(value, Form.JAVA, e);
        }
        return bytes.toByteArray();
    }

    /**
     * The value that {@code bytes} stand for, with its classes, proxies and lambdas taken from {@code loader}.
     *
     * @throws MillraceException NOT_SERIALIZABLE when a class is missing or differs, its own code throws, or the bytes are
     *     damaged
     */
    public static Object deserialize(byte[] bytes, ClassLoader loader) {
        try (ObjectInputStream in = new LoaderObjectInputStream(new ByteArrayInputStream(bytes), loader)) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
            throw NotSerializable.unreadable(e);
        }
    }
}
