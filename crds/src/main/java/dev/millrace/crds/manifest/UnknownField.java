package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.StreamingJob;
import java.util.ArrayList;
import java.util.List;

/** Words what to do about a field that the schema does not have. */
final class UnknownField {
    /** A name that many parts have says nothing about where it was meant to be. */
    private static final int MOST_PLACES = 4;

    private UnknownField() {}

    /** The message for {@code name} found at {@code path}, where {@code schema} holds. */
    static String message(String name, String path, RecordSchema schema) {
        String suggestion = Suggestion.closest(name, schema.fields().keySet())
                .map(closest -> "; did you mean " + closest + "?")
                .orElseGet(() -> elsewhere(name));
        String where = path.isEmpty() ? "a StreamingJob" : path;
        return "unknown field" + suggestion + " Fields of " + where + ": " + allowed(schema);
    }

    /** The names of all fields, separated by commas. */
    static String allowed(RecordSchema schema) {
        return String.join(", ", schema.fields().keySet());
    }

    private static String elsewhere(String name) {
        List<String> places = new ArrayList<>();
        collect(name, RecordSchema.of(StreamingJob.class), "", places);
        return places.isEmpty() || places.size() > MOST_PLACES
                ? "."
                : "; did you mean " + String.join(" or ", places) + "?";
    }

    private static void collect(String name, RecordSchema schema, String path, List<String> places) {
        for (Field field : schema.fields().values()) {
            String fieldPath = path + field.name();
            if (field.name().equals(name)) {
                places.add(fieldPath);
            }
            if (field.type() == FieldType.RECORD) {
                collect(name, RecordSchema.of(field), fieldPath + ".", places);
            } else if (field.type() == FieldType.RECORD_LIST) {
                collect(name, RecordSchema.of(field), fieldPath + "[].", places);
            }
        }
    }
}
