package dev.millrace.crds.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ClusterOnly;
import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.KeyedBy;
import dev.millrace.crds.v1.Quantities;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the annotations of one component of a resource type say about the field of that name. */
record Field(RecordComponent component, FieldType type) {
    static Field of(RecordComponent component) {
        return new Field(component, typeOf(component));
    }

    String name() {
        return component.getName();
    }

    /** The Java type of the field's value, or of one element where it is a list. */
    Class<?> javaType() {
        return elementType(component);
    }

    String description() {
        JsonPropertyDescription description = annotation(JsonPropertyDescription.class);
        return description == null ? "" : description.value();
    }

    boolean required() {
        return annotation(Required.class) != null;
    }

    boolean clusterOnly() {
        return annotation(ClusterOnly.class) != null;
    }

    /** The default as a manifest would write it, null when there is none. */
    @Nullable
    String defaultText() {
        Default value = annotation(Default.class);
        return value == null ? null : value.value();
    }

    /** The field that tells the entries of a list of maps apart, null when nothing does. */
    @Nullable
    String keyName() {
        KeyedBy keyedBy = annotation(KeyedBy.class);
        return keyedBy == null ? null : keyedBy.value();
    }

    /** What an integer, or one element of a list of them, must look like, in words. */
    String expectedElement() {
        return FieldType.INTEGER.text() + limits();
    }

    /** Whether an integer is within the field's limits. */
    boolean allows(int value) {
        Min minimum = annotation(Min.class);
        Max maximum = annotation(Max.class);
        return (minimum == null || value >= minimum.value()) && (maximum == null || value <= maximum.value());
    }

    /** Whether a text of so many characters, or a list or map of so many entries, is within the field's limits. */
    boolean allowsSize(int size) {
        Size limits = annotation(Size.class);
        return limits == null || (size >= limits.min() && size <= limits.max());
    }

    /** What {@link #allowsSize} asks for, in words. */
    String expectedSize() {
        Size limits = annotation(Size.class);
        String unit = type == FieldType.STRING ? " characters" : " entries";
        if (limits == null) {
            return "any number of" + unit;
        }
        return (limits.min() == 0 ? "at most " : "from " + limits.min() + " to ") + limits.max() + unit;
    }

    boolean matches(String text) {
        Pattern pattern = annotation(Pattern.class);
        return pattern == null || text.matches(pattern.value());
    }

    /** What a value must look like, in words. */
    String expected() {
        Expected expected = annotation(Expected.class);
        if (expected != null) {
            return expected.value();
        }
        return switch (type) {
            case INTEGER, INTEGER_LIST -> type.text() + limits();
            case ENUM -> constants().size() == 1 ? constants().get(0) : "one of " + String.join(", ", constants());
            case STRING, BOOLEAN, STRING_LIST, STRING_MAP, QUANTITY_MAP, RECORD, RECORD_LIST -> type.text();
        };
    }

    /** The values of an enum, in order. */
    List<String> constants() {
        return Arrays.stream(javaType().getEnumConstants())
                .map(Object::toString)
                .toList();
    }

    <A extends Annotation> @Nullable A annotation(Class<A> annotation) {
        return component.getAccessor().getAnnotation(annotation);
    }

    private String limits() {
        Min minimum = annotation(Min.class);
        Max maximum = annotation(Max.class);
        if (minimum == null || maximum == null) {
            return minimum == null ? "" : " >= " + (long) minimum.value();
        }
        return " from " + (long) minimum.value() + " to " + (long) maximum.value();
    }

    private static FieldType typeOf(RecordComponent component) {
        Class<?> type = component.getType();
        Class<?> element = elementType(component);
        if (type == Map.class) {
            boolean quantities = component.getAccessor().isAnnotationPresent(Quantities.class);
            return quantities ? FieldType.QUANTITY_MAP : FieldType.STRING_MAP;
        } else if (element == String.class) {
            return type == List.class ? FieldType.STRING_LIST : FieldType.STRING;
        } else if (element == Integer.class || element == Long.class) {
            return type == List.class ? FieldType.INTEGER_LIST : FieldType.INTEGER;
        } else if (element == Boolean.class) {
            return FieldType.BOOLEAN;
        } else if (element.isEnum()) {
            return FieldType.ENUM;
        } else if (element.isRecord()) {
            return type == List.class ? FieldType.RECORD_LIST : FieldType.RECORD;
        }
        throw new IllegalStateException("no manifest field can have the type of " + component);
    }

    private static Class<?> elementType(RecordComponent component) {
        return component.getType() == List.class && component.getGenericType() instanceof ParameterizedType list
                ? (Class<?>) list.getActualTypeArguments()[0]
                : component.getType();
    }
}
