package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a graph has seen, except strings: those are values, and tracking each costs more than writing one twice.
 */
final class References extends MapReferenceResolver {
    /** Table slots kept between values: clearing them costs each value, growing them again only large ones. */
    private static final int KEPT_CAPACITY = 128;

    References() {
        super(KEPT_CAPACITY);
    }

    /** The one that {@code kryo} was made with. */
    static References of(Kryo kryo) {
        return (References) kryo.getReferenceResolver();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean useReferences(Class type) {
        return type != String.class && super.useReferences(type);
    }

    /** The id of the object whose reading has begun last. */
    int lastReadId() {
        return readObjects.size() - 1;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object getReadObject(Class type, int id) {
        @Nullable Object object = super.getReadObject(type, id);
        if (object == null) {
            throw new KryoException(
                    "an object refers back to the record or Optional that holds it, which does not exist"
                            + " before its components do; use a class instead");
        }
        return object;
    }
}
