package dev.millrace.crds.manifest;

import java.io.StringWriter;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Writes YAML with everything that fits into a line on one line, and no line folded: a deep schema is half as large then as
 * with one line a scalar, most of which would be indentation, and a changed field is one changed line.
 */
final class PackedYaml {
    private static final int LINE = 400;

    private PackedYaml() {}

    static String text(Map<String, Object> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        Yaml yaml = new Yaml(options);
        Node root = yaml.represent(document);
        pack(root, 0);
        StringWriter text = new StringWriter();
        yaml.serialize(root, text);
        return text.toString();
    }

    /** Packs what fits, and gives the length that {@code node} has in one line. */
    private static int pack(Node node, int depth) {
        int length = 2;
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().length() + length;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                length += pack(tuple.getKeyNode(), depth) + 2 + pack(tuple.getValueNode(), depth + 1);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                length += pack(element, depth + 1);
            }
        }
        if (node instanceof CollectionNode<?> collection && length + 2 * depth <= LINE) {
            collection.setFlowStyle(FlowStyle.FLOW);
        }
        return length;
    }
}
