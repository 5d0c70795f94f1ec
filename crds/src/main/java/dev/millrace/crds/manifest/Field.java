package dev.millrace.crds.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ClusterOnly;
import dev.millrace.crds.v1.Expected;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the annotations of one component of a resource type say about the field of that name. */
record Field(RecordComponent component, FieldType type) {
    static Field of(RecordComponent component) {
        return new Field(component, typeOf(component));
    }

    String name() {
        return component.getName();
    }

    Class<?> javaType() {
        return component.getType();
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

    /** Least value of an integer. */
    int minimum() {
        Min minimum = annotation(Min.class);
        return minimum == null ? Integer.MIN_VALUE : (int) minimum.value();
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
            case INTEGER -> minimum() == Integer.MIN_VALUE ? "an integer" : "an integer >= " + minimum();
            case ENUM -> "one of " + constants().stream().collect(Collectors.joining(", "));
            case STRING, BOOLEAN, STRING_LIST, STRING_MAP, RECORD -> type.text();
        };
    }

    /** The values of an enum, in order. */
    List<String> constants() {
        return Arrays.stream(javaType().getEnumConstants())
                .map(Object::toString)
                .toList();
    }

    private <A extends Annotation> @Nullable A annotation(Class<A> annotation) {
        Method accessor = component.getAccessor();
        return accessor.getAnnotation(annotation);
    }

    private static FieldType typeOf(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class) {
            return FieldType.STRING;
        } else if (type == Integer.class) {
            return FieldType.INTEGER;
        } else if (type == Boolean.class) {
            return FieldType.BOOLEAN;
        } else if (type.isEnum()) {
            return FieldType.ENUM;
        } else if (type == List.class) {
            return FieldType.STRING_LIST;
        } else if (type == Map.class) {
            return FieldType.STRING_MAP;
        } else if (type.isRecord()) {
            return FieldType.RECORD;
        }
        throw new IllegalStateException("no manifest field can have the type of " + component);
    }
}
