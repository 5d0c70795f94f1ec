package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.OneOf;
import dev.millrace.crds.v1.StreamingJob;
import dev.millrace.crds.v1.pod.PodTemplate;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The generated part of the reference: a table of the fields of a manifest, one for each type of the pod templates (which
 * driver and executor share), the rules between fields, and the status.
 */
final class ReferenceTables {
    private static final String FIELDS = "| field | value | default | meaning | where |\n|---|---|---|---|---|\n";

    private final Map<Class<?>, RecordSchema> types = new LinkedHashMap<>();
    private final StringBuilder rules = new StringBuilder();

    static String text() {
        return new ReferenceTables().write();
    }

    /** Every field that there is, with its path; those of a type that is used twice come twice. */
    static Map<String, Field> fields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        collect(RecordSchema.of(StreamingJob.class), "", fields);
        collect(RecordSchema.of(StreamingJobStatus.class), "status.", fields);
        return fields;
    }

    private static void collect(RecordSchema schema, String prefix, Map<String, Field> fields) {
        for (Field field : schema.fields().values()) {
            String path = prefix + field.name();
            fields.put(path, field);
            if (isRecord(field)) {
                collect(RecordSchema.of(field), path + suffix(field), fields);
            }
        }
    }

    private String write() {
        StringBuilder manifest = new StringBuilder(FIELDS);
        rows(RecordSchema.of(StreamingJob.class), "", false, true, manifest);
        StringBuilder pods = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            RecordSchema type = new ArrayList<>(types.values()).get(i);
            pods.append("### ")
                    .append(type.type().getSimpleName())
                    .append("\n\n")
                    .append(FIELDS);
            rows(type, "", false, true, pods);
            pods.append('\n');
        }
        StringBuilder status = new StringBuilder("| field | value | meaning |\n|---|---|---|\n");
        rows(RecordSchema.of(StreamingJobStatus.class), "status.", false, false, status);
        return manifest + "\n## Pod templates\n\n"
                + "The types below are those of Kubernetes with the same names, less what a streaming job has no use"
                + " for. All of it has an effect on a\ncluster alone.\n\n"
                + pods + "## Rules between fields\n\n| where | rule |\n|---|---|\n" + rules + "\n## Status\n\n"
                + "The operator writes it; a manifest has none.\n\n" + status;
    }

    private void rows(
            RecordSchema schema, String prefix, boolean clusterOnly, boolean asManifest, StringBuilder table) {
        rules(schema, prefix);
        for (Field field : schema.fields().values()) {
            boolean onlyThere = clusterOnly || field.clusterOnly();
            boolean linked = isRecord(field) && isOfPods(field.javaType());
            String value = linked ? link(field) : field.expected();
            table.append("| `")
                    .append(prefix)
                    .append(field.name())
                    .append("` | ")
                    .append(value)
                    .append(" | ");
            if (asManifest) {
                table.append(defaultOf(field)).append(" | ");
            }
            table.append(field.description()).append(" |");
            table.append(asManifest ? (onlyThere ? " cluster |\n" : "  |\n") : "\n");
            if (linked) {
                types.putIfAbsent(field.javaType(), RecordSchema.of(field));
            } else if (isRecord(field)) {
                rows(RecordSchema.of(field), prefix + field.name() + suffix(field), onlyThere, asManifest, table);
            }
        }
    }

    private void rules(RecordSchema schema, String prefix) {
        String where = prefix.isEmpty() ? schema.type().getSimpleName() : prefix.substring(0, prefix.length() - 1);
        OneOf oneOf = schema.type().getAnnotation(OneOf.class);
        if (oneOf != null) {
            rules.append("| `")
                    .append(where)
                    .append("` | ")
                    .append(CrossRules.message(oneOf))
                    .append(" |\n");
        }
        for (ValidationRule rule : schema.type().getAnnotationsByType(ValidationRule.class)) {
            String path =
                    schema.type() == StreamingJob.class ? rule.fieldPath().substring(1) : where + rule.fieldPath();
            rules.append("| `").append(path).append("` | ");
            rules.append(rule.message()).append(" |\n");
        }
    }

    private static String link(Field field) {
        String name = field.javaType().getSimpleName();
        String link = "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        return field.type() == FieldType.RECORD_LIST ? "a list of " + link : link;
    }

    private static String defaultOf(Field field) {
        if (field.required()) {
            return "**required**";
        }
        String text = field.defaultText();
        return text == null || field.type() == FieldType.RECORD ? "" : "`" + text + "`";
    }

    private static boolean isOfPods(Class<?> type) {
        return type.getPackageName().equals(PodTemplate.class.getPackageName());
    }

    private static boolean isRecord(Field field) {
        return List.of(FieldType.RECORD, FieldType.RECORD_LIST).contains(field.type());
    }

    private static String suffix(Field field) {
        return field.type() == FieldType.RECORD_LIST ? "[]." : ".";
    }
}
