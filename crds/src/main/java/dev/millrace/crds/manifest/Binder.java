package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.CrossChecked.Violation;
import dev.millrace.crds.v1.StreamingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the tree of a manifest into the resource's records, and collects every problem on the way. An object comes out
 * only where it and all below it are right. For one file and one use.
 */
final class Binder {
    private final Problems problems;
    private final Scalars scalars;
    private final Entries entries;
    private final List<String> clusterOnly = new ArrayList<>();

    Binder(Path file) {
        problems = new Problems(file);
        scalars = new Scalars(problems);
        entries = new Entries(problems);
    }

    /** Paths of the fields that were set and have an effect on a cluster alone. */
    List<String> clusterOnly() {
        return clusterOnly;
    }

    /** @throws ManifestException when there was any problem */
    StreamingJob bindJob(Node document) throws ManifestException {
        if (!(document instanceof MappingNode root)) {
            problems.add(
                    document,
                    "",
                    "expected a StreamingJob, a map with apiVersion, kind, metadata and spec, found "
                            + Scalars.describe(document));
            throw problems.failure();
        }
        checkKind(root);
        Object job = bindRecord(RecordSchema.of(StreamingJob.class), root, "");
        if (job == null) {
            throw problems.failure();
        }
        return (StreamingJob) job;
    }

    /** Another kind of resource would break every other rule as well: only that is worth saying then. */
    private void checkKind(MappingNode root) throws ManifestException {
        RecordSchema schema = RecordSchema.of(StreamingJob.class);
        for (NodeTuple tuple : root.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.equals("apiVersion") || key.equals("kind")) {
                Field field = schema.fields().get(key);
                if (field != null) {
                    scalars.string(field, tuple.getValueNode(), key);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw problems.failure();
        }
    }

    private @Nullable Record bindRecord(RecordSchema schema, MappingNode node, String path) {
        int before = problems.count();
        Map<String, Node> values = entries.of(node, path, key -> join(path, key));
        for (String key : values.keySet()) {
            if (!schema.fields().containsKey(key)) {
                problems.add(Entries.keyNode(node, key), join(path, key), UnknownField.message(key, path, schema));
            }
        }
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Field field : schema.fields().values()) {
            arguments.add(bindField(field, values.get(field.name()), node, join(path, field.name())));
        }
        if (problems.count() > before) {
            return null;
        }
        Record bound = schema.construct(arguments);
        for (Violation violation : CrossRules.violations(schema, bound)) {
            problems.addAt(node, path, join(path, violation.field()), violation.message());
        }
        return problems.count() > before ? null : bound;
    }

    private @Nullable Object bindField(Field field, @Nullable Node value, MappingNode parent, String path) {
        if (value == null || Tag.NULL.equals(value.getTag())) {
            if (field.required()) {
                problems.add(
                        value == null ? parent : value,
                        path,
                        "required and missing: " + field.expected() + ". " + field.description());
                return null;
            }
            return defaultOf(field, parent, path);
        }
        problems.place(path, value);
        if (field.clusterOnly()) {
            clusterOnly.add(path);
        }
        return switch (field.type()) {
            case STRING -> scalars.string(field, value, path);
            case INTEGER -> scalars.integer(field, value, path);
            case BOOLEAN -> scalars.truth(value, path);
            case ENUM -> scalars.constant(field, value, path);
            case STRING_LIST -> list(field, value, path, scalars::anyString);
            case INTEGER_LIST -> list(field, value, path, (node, at) -> scalars.integer(field, node, at));
            case STRING_MAP -> map(field, value, path, scalars::anyString);
            case QUANTITY_MAP -> map(field, value, path, scalars::quantity);
            case RECORD -> bindRecord(field, value, path);
            case RECORD_LIST -> {
                List<Object> records = list(field, value, path, (node, at) -> bindRecord(field, node, at));
                checkKeys(field, value, path);
                yield records;
            }
        };
    }

    private @Nullable Record bindRecord(Field field, Node value, String path) {
        RecordSchema schema = RecordSchema.of(field);
        problems.place(path, value);
        if (value instanceof MappingNode mapping) {
            return bindRecord(schema, mapping, path);
        }
        problems.expected(value, path, "a map with " + UnknownField.allowed(schema));
        return null;
    }

    private @Nullable Object defaultOf(Field field, Node parent, String path) {
        String text = field.defaultText();
        if (text == null) {
            return null;
        }
        return switch (field.type()) {
            case STRING -> text;
            case INTEGER -> Integer.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case ENUM -> scalars.constant(field, text);
            case STRING_LIST, INTEGER_LIST, RECORD_LIST -> List.of();
            case STRING_MAP, QUANTITY_MAP -> Map.of();
            case RECORD -> {
                MappingNode empty = new MappingNode(
                        Tag.MAP, true, List.of(), parent.getStartMark(), parent.getEndMark(), FlowStyle.BLOCK);
                yield bindRecord(RecordSchema.of(field), empty, path);
            }
        };
    }

    private @Nullable List<Object> list(
            Field field, Node value, String path, BiFunction<Node, String, @Nullable Object> bind) {
        if (!(value instanceof SequenceNode sequence)) {
            problems.expected(value, path, field.expected());
            return null;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Object element = bind.apply(sequence.getValue().get(i), path + "[" + i + "]");
            if (element != null) {
                elements.add(element);
            }
        }
        checkSize(field, value, path, sequence.getValue().size());
        return elements;
    }

    private @Nullable Map<String, String> map(
            Field field, Node value, String path, BiFunction<Node, String, @Nullable String> bind) {
        if (!(value instanceof MappingNode mapping)) {
            problems.expected(value, path, field.expected());
            return null;
        }
        Map<String, String> strings = new LinkedHashMap<>();
        UnaryOperator<String> pathOf = key -> path + "[\"" + key + "\"]";
        entries.of(mapping, path, pathOf).forEach((key, node) -> {
            String entryPath = pathOf.apply(key);
            problems.place(entryPath, node);
            String text = bind.apply(node, entryPath);
            if (text != null) {
                strings.put(key, text);
            }
        });
        checkSize(field, value, path, strings.size());
        return strings;
    }

    private void checkSize(Field field, Node value, String path, int size) {
        if (!field.allowsSize(size)) {
            problems.add(value, path, "expected " + field.expectedSize() + ", found " + size);
        }
    }

    /** No two entries of a list may have the same key. */
    private void checkKeys(Field field, Node value, String path) {
        String keyName = field.keyName();
        if (keyName == null || !(value instanceof SequenceNode sequence)) {
            return;
        }
        Map<String, Integer> lines = new HashMap<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            ScalarNode key = Entries.scalar(sequence.getValue().get(i), keyName);
            Integer first = key == null
                    ? null
                    : lines.putIfAbsent(key.getValue(), key.getStartMark().getLine() + 1);
            if (key != null && first != null) {
                problems.add(
                        key,
                        path + "[" + i + "]." + keyName,
                        "\"" + key.getValue() + "\" is also in line " + first + "; no two entries may have the same "
                                + keyName);
            }
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }
}
