package dev.millrace.crds.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the entries of YAML maps by key. */
final class Entries {
    private final Problems problems;

    Entries(Problems problems) {
        this.problems = problems;
    }

    /** The entries of a map by key, in order; a key that comes twice or is no scalar is a problem. */
    Map<String, Node> of(MappingNode node, String path, UnaryOperator<String> pathOf) {
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

    /** The node of a key, or that of the map when it has no such key. */
    static Node keyNode(MappingNode node, String key) {
        return node.getValue().stream()
                .map(NodeTuple::getKeyNode)
                .filter(candidate -> candidate instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .findFirst()
                .orElse(node);
    }

    /** The scalar under a key, null when {@code node} is no map or has no such scalar. */
    static @Nullable ScalarNode scalar(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)
                        && tuple.getValueNode() instanceof ScalarNode value) {
                    return value;
                }
            }
        }
        return null;
    }
}
