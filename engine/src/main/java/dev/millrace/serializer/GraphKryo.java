package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers.URISerializer;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers.UUIDSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer.FieldSerializerConfig;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.util.Util;
import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import java.net.URI;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Kryo as this engine uses it: any class, shared and cyclic references, no {@code sun.misc.Unsafe}, and for each class what
 * {@link ClassPolicy} says. Class names and references last until {@link #reset}, which the caller does between values.
 */
final class GraphKryo extends Kryo {
    static {
        initializeWithoutUnsafe();
    }

    /** @param durable whether a later version of the program may read the bytes */
    GraphKryo(ClassLoader loader, boolean durable) {
        super(durable ? new ShapeResolver() : new Resolver(), new References());
        setClassLoader(loader);
        setRegistrationRequired(false);
        setAutoReset(false);
        setOptimizedGenerics(false); // it trusts type arguments, which erasure lets programs break
        setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        Immutables.register(this);
        addDefaultSerializer(ZonedDateTime.class, new ZonedDateTimes());
        addDefaultSerializer(UUID.class, new UUIDSerializer());
        addDefaultSerializer(URI.class, new URISerializer());
        register(JavaStream.Marker.class, durable ? new NoJavaStream() : new JavaStream());
        for (Class<?> type : List.of(
                Tuple2.class, Tuple3.class, Tuple4.class, ArrayList.class, LinkedHashSet.class, HashMap.class)) {
            register(type);
        }
    }

    /** Kryo reads the property once; the Unsafe that it would use otherwise warns from JDK 24 on and throws from JDK 26 on. */
    private static void initializeWithoutUnsafe() {
        String property = "kryo.unsafe";
        String before = System.setProperty(property, "false");
        try {
            Util.isUnsafeAvailable();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Serializer getDefaultSerializer(Class type) {
        if (ClassPolicy.of(type) == ClassPolicy.REFUSED) {
            return new Refusal();
        }
        if (type.isArray() || type.isRecord() || Enum.class.isAssignableFrom(type) || ClassPolicy.isJdk(type)) {
            if (type != Object.class) {
                return super.getDefaultSerializer(type);
            }
        }
        FieldSerializerConfig config = new FieldSerializerConfig();
        config.setIgnoreSyntheticFields(false); // the outer instance and what an anonymous class captured
        return new FieldSerializer<>(this, type, config);
    }

    /** Hands every class that takes Java serialization to {@link JavaStream}, and views to what they are read back as. */
    private static class Resolver extends DefaultClassResolver {
        @Override
        @SuppressWarnings("rawtypes")
        public @Nullable Registration getRegistration(Class type) {
            Registration known = super.getRegistration(type);
            if (known != null) {
                return known;
            }
            Class<?> other = switch (ClassPolicy.of(type)) {
                case JAVA -> JavaStream.Marker.class;
                case LIST_VIEW -> ArrayList.class;
                case SET_VIEW -> LinkedHashSet.class;
                case GRAPH, REFUSED -> null;
            };
            if (other == null) {
                return null;
            }
            Registration registration = super.getRegistration(other);
            classToRegistration.put(type, registration);
            return registration;
        }
    }

    /** Writes the shape of a class after its name, the first time that it occurs, and compares it when it is read. */
    private static final class ShapeResolver extends Resolver {
        @Override
        @SuppressWarnings("rawtypes")
        protected void writeName(Output output, Class type, Registration registration) {
            boolean first = classToNameId == null || !classToNameId.containsKey(type);
            super.writeName(output, type, registration);
            if (first) {
                output.writeString(Shape.of(type));
            }
        }

        @Override
        protected Registration readName(Input input) {
            int at = input.position();
            int nameId = input.readVarInt(true);
            input.setPosition(at);
            boolean first = nameIdToClass == null || !nameIdToClass.containsKey(nameId);
            Registration registration = super.readName(input);
            if (first) {
                String written = String.valueOf(input.readString());
                String present = Shape.of(registration.getType());
                if (!Shape.fits(written, present)) {
                    throw new ChangedClass(registration.getType(), written, present);
                }
            }
            return registration;
        }
    }

    /** Stands in for {@link JavaStream} where Java serialization must not be. */
    private static final class NoJavaStream extends Serializer<Object> {
        @Override
        public void write(Kryo kryo, Output out, Object value) {
            throw new NotDurable(value.getClass());
        }

        @Override
        public Object read(Kryo kryo, Input in, Class<?> type) {
            throw new KryoException("Java serialization where only plain data may be");
        }
    }
}
