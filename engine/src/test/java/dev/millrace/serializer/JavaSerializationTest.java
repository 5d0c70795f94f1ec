package dev.millrace.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.function.Function0;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JavaSerializationTest {
    private static final ClassLoader OWN = Objects.requireNonNull(JavaSerializationTest.class.getClassLoader());

    @Test
    void readsValuesBackEqual() {
        for (Object value : List.of("text", 1, List.of(1, "a"), Map.of("k", new int[0].length), int.class)) {
            assertEquals(value, JavaSerialization.deserialize(JavaSerialization.serialize(value), OWN));
        }
    }

    @Test
    void readsLambdasWithWhatTheyCaptured() throws Exception {
        String prefix = "a";
        Function<String, String> inner = s -> prefix + s;
        Function<String, String> outer = s -> inner.call(s) + "!";
        @SuppressWarnings("unchecked")
        Function<String, String> read =
                (Function<String, String>) JavaSerialization.deserialize(JavaSerialization.serialize(outer), OWN);
        assertEquals("ab!", read.call("b"));
    }

    @Test
    void takesClassesLambdasAndProxiesFromTheLoader() throws Exception {
        ClassLoader userJar = new Reloading(OWN);
        Object job = userJar.loadClass(SampleJob.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        for (String kind : List.of("value", "lambda", "proxy", "array")) {
            Object made = job.getClass().getMethod(kind).invoke(job);
            Object read = JavaSerialization.deserialize(JavaSerialization.serialize(made), userJar);
            assertNotSame(made, read);
            assertSame(userJar, read.getClass().getClassLoader(), kind);
        }
        @SuppressWarnings("unchecked")
        Function0<String> lambda = (Function0<String>) JavaSerialization.deserialize(
                JavaSerialization.serialize(job.getClass().getMethod("lambda").invoke(job)), userJar);
        assertEquals("from lambda", lambda.call());
    }

    @Test
    void codecTakesClassesFromTheLoader() throws Exception {
        ClassLoader userJar = new Reloading(OWN);
        Object job = userJar.loadClass(SampleJob.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        ObjectCodec codec = new ObjectCodec(userJar);
        for (String kind : List.of("value", "lambda", "proxy", "array")) {
            Object made = job.getClass().getMethod(kind).invoke(job);
            for (Object value : List.of(made, new Object[] {made}, new SampleClasses.Box<>(made))) {
                Object read = Objects.requireNonNull(codec.fromBytes(codec.toBytes(value)));
                Object inner = read instanceof Object[] array && value.getClass() == Object[].class
                        ? Objects.requireNonNull(array[0])
                        : read.getClass().getSimpleName().equals("Box")
                                ? read.getClass().getMethod("content").invoke(read)
                                : read;
                assertSame(userJar, inner.getClass().getClassLoader(), kind);
            }
        }
    }

    @Test
    void namesTheClassThatIsMissing() throws Exception {
        ClassLoader userJar = new Reloading(OWN);
        Object job = userJar.loadClass(SampleJob.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        Object value = job.getClass().getMethod("value").invoke(job);
        ClassLoader empty = new ClassLoader(ClassLoader.getPlatformClassLoader()) {};
        byte[] java = JavaSerialization.serialize(value);
        MillraceException e = assertThrows(MillraceException.class, () -> JavaSerialization.deserialize(java, empty));
        assertTrue(
                e.getMessage().contains("class " + value.getClass().getName() + " is not on the class path"),
                e.getMessage());
    }

    @Test
    void refusesDamagedBytes() {
        byte[] bytes = JavaSerialization.serialize(List.of("a", "b"));
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> JavaSerialization.deserialize(Arrays.copyOf(bytes, bytes.length - 3), OWN));
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
    }

    @Test
    void namesThePathToWhatIsNotSerializable() {
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> JavaSerialization.serialize(new SampleClasses.Custom(List.of(1, new SampleClasses.Point(1, 2)))));
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
        assertTrue(e.getMessage().contains("Custom -> field content -> element [1]: "), e.getMessage());
    }

    /** Defines the sample job once more, as the loader of a user's jar defines that jar's. */
    private static final class Reloading extends ClassLoader {
        Reloading(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(SampleJob.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try (InputStream in = OWN.getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = Objects.requireNonNull(in).readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }
}
