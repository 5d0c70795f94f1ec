package dev.millrace.crds.manifest;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of one resource type, by name and in the order of their declaration. */
record RecordSchema(Class<? extends Record> type, Map<String, Field> fields) {
    static RecordSchema of(Class<? extends Record> type) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.put(component.getName(), Field.of(component));
        }
        return new RecordSchema(type, fields);
    }

    /** Schema of a field whose type is a record. */
    static RecordSchema of(Field field) {
        return of(field.javaType().asSubclass(Record.class));
    }

    /** The value of the field {@code name} of {@code part}, null when it is not set. */
    @Nullable
    Object value(Record part, String name) {
        Field field = Objects.requireNonNull(fields.get(name), () -> type + " has no field " + name);
        try {
            return field.component().getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + name + " of " + type.getName(), e);
        }
    }

    /** A new instance with the given values in the order of the fields. */
    Record construct(List<@Nullable Object> values) {
        try {
            Constructor<? extends Record> constructor =
                    type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }
}
