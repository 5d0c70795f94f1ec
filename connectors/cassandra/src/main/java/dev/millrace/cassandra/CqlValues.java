package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.data.SettableByIndex;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import dev.millrace.streaming.Time;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes of a program's values what Cassandra's driver takes for a type of CQL. Nothing is rounded or cut off. */
final class CqlValues {
    private static final Map<DataType, String> JAVA_TYPES = Map.ofEntries(
            Map.entry(DataTypes.TEXT, "String or enum"),
            Map.entry(DataTypes.ASCII, "String or enum"),
            Map.entry(DataTypes.INT, "Integer or a number that fits"),
            Map.entry(DataTypes.BIGINT, "Long or a number that fits"),
            Map.entry(DataTypes.SMALLINT, "Short or a number that fits"),
            Map.entry(DataTypes.TINYINT, "Byte or a number that fits"),
            Map.entry(DataTypes.VARINT, "BigInteger or a whole number"),
            Map.entry(DataTypes.DOUBLE, "Double or a number"),
            Map.entry(DataTypes.FLOAT, "Float or a number"),
            Map.entry(DataTypes.DECIMAL, "BigDecimal or a number"),
            Map.entry(DataTypes.BOOLEAN, "Boolean"),
            Map.entry(DataTypes.BLOB, "byte[] or ByteBuffer"),
            Map.entry(DataTypes.TIMESTAMP, "Instant, Date, Time or milliseconds as Long"),
            Map.entry(DataTypes.DATE, "LocalDate"),
            Map.entry(DataTypes.TIME, "LocalTime"),
            Map.entry(DataTypes.UUID, "UUID or its text"),
            Map.entry(DataTypes.TIMEUUID, "UUID or its text"),
            Map.entry(DataTypes.INET, "InetAddress"),
            Map.entry(DataTypes.DURATION, "CqlDuration"));

    private static final Map<DataType, Class<?>> NUMBERS = Map.of(
            DataTypes.INT, Integer.class,
            DataTypes.BIGINT, Long.class,
            DataTypes.COUNTER, Long.class,
            DataTypes.SMALLINT, Short.class,
            DataTypes.TINYINT, Byte.class,
            DataTypes.VARINT, BigInteger.class,
            DataTypes.DOUBLE, Double.class,
            DataTypes.FLOAT, Float.class,
            DataTypes.DECIMAL, BigDecimal.class);

    private CqlValues() {}

    /** Says why a value cannot be had. */
    static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mismatch(String reason) {
            super(reason);
        }
    }

    /** Names the classes whose values fit a type. */
    static String javaTypes(DataType type) {
        if (type instanceof ListType) {
            return "List or another collection";
        }
        if (type instanceof SetType) {
            return "Set or another collection";
        }
        if (type instanceof MapType) {
            return "Map";
        }
        if (type instanceof UserDefinedType) {
            return "UdtValue, or a record or bean with these fields";
        }
        if (type instanceof TupleType) {
            return "TupleValue, Tuple2, Tuple3 or Tuple4";
        }
        return JAVA_TYPES.getOrDefault(type, "as the driver says");
    }

    /**
     * The value for the driver; null stays null, and an Optional is what is in it.
     *
     * @throws dev.millrace.error.MillraceException naming column and classes when it does not fit
     */
    static @Nullable Object toCql(ColumnRef column, @Nullable Object value) {
        Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (plain == null) {
            return null;
        }
        try {
            return convert(column.type(), plain);
        } catch (Mismatch e) {
            throw CassandraErrors.value(column, plain, String.valueOf(e.getMessage()));
        }
    }

    private static Object convert(DataType type, Object value) {
        if (type instanceof ListType list) {
            return elements(list.getElementType(), value, new ArrayList<>());
        }
        if (type instanceof SetType set) {
            return elements(set.getElementType(), value, new LinkedHashSet<>());
        }
        if (type instanceof MapType map) {
            return entries(map, value);
        }
        if (type instanceof UserDefinedType udt) {
            return value instanceof UdtValue ? value : fields(udt, value);
        }
        if (type instanceof TupleType tuple) {
            return value instanceof TupleValue ? value : components(tuple, value);
        }
        if (value instanceof Number number) {
            Object converted = number(type, number);
            if (converted != null) {
                return converted;
            }
        }
        Object converted = scalar(type, value);
        if (converted == null) {
            throw new Mismatch("");
        }
        return converted;
    }

    private static @Nullable Object scalar(DataType type, Object value) {
        if (type.equals(DataTypes.TEXT) || type.equals(DataTypes.ASCII)) {
            return value instanceof CharSequence || value instanceof Character
                    ? value.toString()
                    : value instanceof Enum<?> constant ? constant.name() : null;
        }
        if (type.equals(DataTypes.BLOB)) {
            return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value instanceof ByteBuffer ? value : null;
        }
        if (type.equals(DataTypes.TIMESTAMP)) {
            return instant(value);
        }
        if (type.equals(DataTypes.UUID) || type.equals(DataTypes.TIMEUUID)) {
            return value instanceof UUID ? value : value instanceof String text ? uuid(text) : null;
        }
        if (type.equals(DataTypes.BOOLEAN)) {
            return value instanceof Boolean ? value : null;
        }
        if (NUMBERS.containsKey(type)) {
            return null;
        }
        return value; // the driver's codec says whether it fits
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Mismatch(" that is no UUID");
        }
    }

    /** Null when the value is no point in time. */
    @SuppressWarnings("JavaUtilDate") // programs have them
    static @Nullable Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof Time time) {
            return Instant.ofEpochMilli(time.milliseconds());
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (value instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        return value instanceof Long millis ? Instant.ofEpochMilli(millis) : null;
    }

    /** The same number in the class that the type has, null when the type is none of a number. */
    private static @Nullable Object number(DataType type, Number value) {
        Class<?> target = NUMBERS.get(type);
        return target == null ? null : Numbers.exactly(value, target);
    }

    private static <C extends Collection<Object>> C elements(DataType type, Object value, C into) {
        if (!(value instanceof Collection<?> all)) {
            throw new Mismatch("");
        }
        for (Object element : all) {
            if (element == null) {
                throw new Mismatch(" that holds null");
            }
            into.add(inside("element", type, element));
        }
        return into;
    }

    private static Map<Object, Object> entries(MapType type, Object value) {
        if (!(value instanceof Map<?, ?> all)) {
            throw new Mismatch("");
        }
        Map<Object, Object> into = new LinkedHashMap<>();
        all.forEach((key, element) -> {
            if (key == null || element == null) {
                throw new Mismatch(" that holds null");
            }
            into.put(inside("key", type.getKeyType(), key), inside("value", type.getValueType(), element));
        });
        return into;
    }

    private static Object inside(String part, DataType type, Object value) {
        try {
            return convert(type, value);
        } catch (Mismatch e) {
            throw new Mismatch(" with a " + part + " of " + value.getClass().getName() + e.getMessage());
        }
    }

    private static UdtValue fields(UserDefinedType type, Object value) {
        Properties properties = Properties.of(value.getClass());
        UdtValue udt = type.newValue();
        for (int i = 0; i < type.getFieldNames().size(); i++) {
            String field = type.getFieldNames().get(i).asInternal();
            Properties.Property property = properties.forColumn(field, Map.of());
            if (property == null) {
                throw new Mismatch(" that has no property for the field " + field);
            }
            Object part = property.get(value);
            DataType fieldType = type.getFieldTypes().get(i);
            if (part == null) {
                udt = udt.setToNull(i);
            } else {
                udt = put(udt, i, inside("field", fieldType, part));
            }
        }
        return udt;
    }

    private static <D extends SettableByIndex<D>> D put(D target, int index, Object value) {
        TypeCodec<Object> codec = target.codecRegistry().codecFor(target.getType(index), value);
        return target.set(index, value, codec);
    }

    private static TupleValue components(TupleType type, Object value) {
        List<Properties.Property> parts = Properties.ofTuple(value.getClass());
        if (parts.size() != type.getComponentTypes().size()) {
            throw new Mismatch("");
        }
        TupleValue tuple = type.newValue();
        for (int i = 0; i < parts.size(); i++) {
            Object part = parts.get(i).get(value);
            tuple = part == null
                    ? tuple.setToNull(i)
                    : put(tuple, i, inside("component", type.getComponentTypes().get(i), part));
        }
        return tuple;
    }

    /** The types whose values are kept element by element, so that writing one anew adds to it. */
    static boolean growsWhenRepeated(DataType type) {
        return type instanceof ListType list && !list.isFrozen();
    }
}
