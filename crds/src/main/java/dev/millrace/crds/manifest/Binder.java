package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.CrossChecked;
import dev.millrace.crds.v1.StreamingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the tree of a manifest into the resource's records, and collects every problem on the way. An object comes out
 * only where it and all below it are right. For one file and one use.
 */
final class Binder {
    private final Problems problems;
    private final Scalars scalars;
    private final List<String> clusterOnly = new ArrayList<>();

    Binder(Path file) {
        problems = new Problems(file);
        scalars = new Scalars(problems);
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
        Map<String, Node> values = entries(node, path, key -> join(path, key));
        for (String key : values.keySet()) {
            if (!schema.fields().containsKey(key)) {
                problems.add(keyNode(node, key), join(path, key), UnknownField.message(key, path, schema));
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
        if (bound instanceof CrossChecked checked) {
            checked.check()
                    .forEach(violation ->
                            problems.addAt(node, path, join(path, violation.field()), violation.message()));
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
            case STRING_LIST -> scalars.list(value, path);
            case STRING_MAP -> map(field, value, path);
            case RECORD -> {
                if (value instanceof MappingNode mapping) {
                    yield bindRecord(RecordSchema.of(field), mapping, path);
                }
                problems.expected(value, path, "a map with " + UnknownField.allowed(RecordSchema.of(field)));
                yield null;
            }
        };
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
            case STRING_LIST -> List.of();
            case STRING_MAP -> Map.of();
            case RECORD -> {
                MappingNode empty = new MappingNode(
                        Tag.MAP, true, List.of(), parent.getStartMark(), parent.getEndMark(), FlowStyle.BLOCK);
                yield bindRecord(RecordSchema.of(field), empty, path);
            }
        };
    }

    private @Nullable Map<String, String> map(Field field, Node value, String path) {
        if (!(value instanceof MappingNode mapping)) {
            problems.expected(value, path, field.expected());
            return null;
        }
        Map<String, String> strings = new LinkedHashMap<>();
        UnaryOperator<String> pathOf = key -> path + "[\"" + key + "\"]";
        entries(mapping, path, pathOf).forEach((key, node) -> {
            String entryPath = pathOf.apply(key);
            problems.place(entryPath, node);
            String text = scalars.anyString(node, entryPath);
            if (text != null) {
                strings.put(key, text);
            }
        });
        return strings;
    }

    /** The entries of a map by key, in order; a key that comes twice or is no scalar is a problem. */
    private Map<String, Node> entries(MappingNode node, String path, UnaryOperator<String> pathOf) {
        Map<String, Node> entries = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.expected(tuple.getKeyNode(), path, "a name");
                continue;
            }
            Integer first = lines.putIfAbsent(key.getValue(), key.getStartMark().getLine() + 1);
            if (first != null) {
                problems.add(key, pathOf.apply(key.getValue()), "set twice; it is also in line " + first);
                continue;
            }
            entries.put(key.getValue(), tuple.getValueNode());
        }
        return entries;
    }

    private static Node keyNode(MappingNode node, String key) {
        return node.getValue().stream()
                .map(NodeTuple::getKeyNode)
                .filter(candidate -> candidate instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .findFirst()
                .orElse(node);
    }

    private static String join(String path, String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }
}
