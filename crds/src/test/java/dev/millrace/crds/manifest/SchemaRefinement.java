package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.Expected;
import dev.millrace.crds.v1.Metadata;
import dev.millrace.crds.v1.OneOf;
import dev.millrace.crds.v1.QuantityText;
import dev.millrace.crds.v1.ReservedKeys;
import dev.millrace.crds.v1.StreamingJob;
import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.Timestamp;
import dev.millrace.crds.v1.status.StreamingJobStatus;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Completes the schema that fabric8's generator makes, in place: fields in the order of the types, patterns as rules that
 * say in words what they want (but in pod templates, where that would double their size), {@link OneOf} as a rule,
 * quantities, times, lists with keys, what an integer can be, the form of the job's name and the rules of the whole job.
 */
final class SchemaRefinement {
    private static final String VALIDATIONS = "x-kubernetes-validations";
    private static final List<String> ORDER =
            List.of("type", "format", "description", "default", "enum", "required", "properties", "items", VALIDATIONS);

    private SchemaRefinement() {}

    static void refine(Map<String, Object> root) {
        Map<String, Object> properties = CrdDocument.map(root, "properties");
        RecordSchema job = RecordSchema.of(StreamingJob.class);
        object(CrdDocument.map(properties, "spec"), RecordSchema.of(StreamingJobSpec.class));
        object(CrdDocument.map(properties, "status"), RecordSchema.of(StreamingJobStatus.class));
        CrdDocument.map(properties, "spec")
                .put("description", field(job, "spec").description());
        CrdDocument.map(properties, "status").put("description", "What the job is doing; the operator writes it.");
        root.put("description", "A streaming job: a program, and the driver and executors that run it.");
        root.put("required", List.of("spec"));
        Field name = field(RecordSchema.of(Metadata.class), "name");
        addRule(
                root,
                rule(
                        "self.metadata.name.matches('" + pattern(name) + "')",
                        "metadata.name: expected " + name.expected()));
        for (ValidationRule rule : StreamingJob.class.getAnnotationsByType(ValidationRule.class)) {
            Map<String, Object> entry = rule(rule.value(), rule.message());
            entry.put("fieldPath", rule.fieldPath());
            addRule(root, entry);
        }
        order(CrdDocument.map(properties, "spec"));
        order(CrdDocument.map(properties, "status"));
        order(root);
    }

    private static void object(Map<String, Object> schema, RecordSchema type) {
        boolean inPods = type.type().getPackageName().endsWith(".pod");
        Map<String, Object> properties = CrdDocument.map(schema, "properties");
        Map<String, Object> inOrder = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Field field : type.fields().values()) {
            Map<String, Object> property = CrdDocument.map(properties, field.name());
            refine(property, field, inPods);
            inOrder.put(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        schema.put("properties", inOrder);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        OneOf oneOf = type.type().getAnnotation(OneOf.class);
        if (oneOf != null) {
            addRule(schema, rule(oneOfRule(oneOf), CrossRules.message(oneOf)));
        }
        order(schema);
    }

    private static void refine(Map<String, Object> property, Field field, boolean inPods) {
        if (field.annotation(Timestamp.class) != null) {
            property.put("format", "date-time");
        }
        if (property.containsKey("pattern") && field.annotation(Expected.class) != null && !inPods) {
            property.remove("pattern");
            addRule(property, rule("self.matches('" + pattern(field) + "')", "expected " + field.expected()));
        }
        if (field.type() == FieldType.INTEGER || field.type() == FieldType.INTEGER_LIST) {
            limits(property, field);
        }
        String keyName = field.keyName();
        if (keyName != null) {
            property.put("x-kubernetes-list-type", "map");
            property.put("x-kubernetes-list-map-keys", List.of(keyName));
        }
        if (field.name().equals("conf")) {
            addRule(property, reservedKeys());
        }
        switch (field.type()) {
            case ENUM -> property.put("enum", field.constants());
            case QUANTITY_MAP -> property.put("additionalProperties", quantity());
            case RECORD -> object(property, RecordSchema.of(field));
            case RECORD_LIST -> object(CrdDocument.map(property, "items"), RecordSchema.of(field));
            case STRING, INTEGER, BOOLEAN, STRING_LIST, INTEGER_LIST, STRING_MAP -> {}
        }
        order(property);
    }

    /** Limits of a list are those of its elements, which the generator does not know. */
    private static void limits(Map<String, Object> property, Field field) {
        Map<String, Object> limited =
                field.type() == FieldType.INTEGER_LIST ? CrdDocument.map(property, "items") : property;
        Min minimum = field.annotation(Min.class);
        if (minimum != null) {
            limited.put("minimum", (long) minimum.value());
        }
        Max maximum = field.annotation(Max.class);
        if (maximum != null) {
            limited.put("maximum", (long) maximum.value());
        } else if (field.javaType() == Integer.class) {
            // What does not fit must not get into the cluster: the operator could not even read the job that has it.
            limited.put("maximum", (long) Integer.MAX_VALUE);
        }
    }

    private static Map<String, Object> quantity() {
        Map<String, Object> quantity = new LinkedHashMap<>();
        quantity.put("minimum", 0L);
        quantity.put("pattern", QuantityText.PATTERN);
        quantity.put("x-kubernetes-int-or-string", true);
        return quantity;
    }

    private static Map<String, Object> reservedKeys() {
        String keys = ReservedKeys.keys().stream().map(key -> "'" + key + "'").collect(Collectors.joining(", "));
        String reserved = "k in [" + keys + "]"
                + ReservedKeys.prefixes().stream()
                        .map(prefix -> " || k.startsWith('" + prefix + "')")
                        .collect(Collectors.joining());
        Map<String, Object> rule = rule(
                "!self.exists(k, " + reserved + ")",
                "a key has a field of its own, or is set by the operator: take it out");
        rule.put(
                "messageExpression",
                "'take out ' + self.filter(k, " + reserved
                        + ")[0] + ': it has a field of its own, or is set by the operator'");
        return rule;
    }

    private static String oneOfRule(OneOf oneOf) {
        String flags = Arrays.stream(oneOf.value())
                .map(name -> "has(self." + name + ")")
                .collect(Collectors.joining(", "));
        return "[" + flags + "].filter(x, x).size() " + (oneOf.optional() ? "<= 1" : "== 1");
    }

    private static Map<String, Object> rule(String rule, String message) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("rule", rule);
        entry.put("message", message);
        return entry;
    }

    @SuppressWarnings("unchecked") // the generator writes rules as a list of maps
    private static void addRule(Map<String, Object> schema, Map<String, Object> rule) {
        List<Object> rules = new ArrayList<>((List<Object>) schema.getOrDefault(VALIDATIONS, List.of()));
        rules.add(rule);
        schema.put(VALIDATIONS, rules);
    }

    private static String pattern(Field field) {
        return Objects.requireNonNull(field.annotation(Pattern.class), field.name())
                .value();
    }

    private static Field field(RecordSchema type, String name) {
        return Objects.requireNonNull(type.fields().get(name), name);
    }

    private static void order(Map<String, Object> schema) {
        Map<String, @Nullable Object> old = new LinkedHashMap<>(schema);
        schema.clear();
        Stream.concat(
                        ORDER.stream().filter(old::containsKey),
                        old.keySet().stream().filter(key -> !ORDER.contains(key)))
                .forEach(key -> schema.put(key, old.get(key)));
    }
}
