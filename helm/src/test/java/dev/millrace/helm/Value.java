package dev.millrace.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/**
 * A value that can be set, as the schema declares it.
 *
 * @param path such as {@code image.tag}
 * @param schema its part of values.schema.json
 * @param standard what it is in values.yaml; missing where it is not there
 */
record Value(String path, JsonNode schema, JsonNode standard) {
    /** Declared because Helm sets it in a chart that is a part of another; it has no effect. */
    private static final String OF_HELM = "global";

    /** All values, in the order of the schema. */
    static List<Value> all() {
        List<Value> values = new ArrayList<>();
        collect("", Chart.read("values.schema.json"), Chart.defaults(), values);
        return values;
    }

    private static void collect(String prefix, JsonNode schema, JsonNode defaults, List<Value> values) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String path = prefix + property.getKey();
            JsonNode standard = defaults.path(property.getKey());
            if (property.getValue().has("properties")) {
                collect(path + ".", property.getValue(), standard, values);
            } else if (!path.equals(OF_HELM)) {
                values.add(new Value(path, property.getValue(), standard));
            }
        }
    }

    String description() {
        return schema.path("description").asText();
    }

    /** A value of the right type that is not the one in {@code base}. */
    JsonNode other(JsonNode base) {
        JsonNode now = base.at(pointer());
        if (now.isBoolean()) {
            return JsonNodeFactory.instance.booleanNode(!now.booleanValue());
        }
        for (JsonNode example : schema.path("examples")) {
            if (!example.equals(now)) {
                return example;
            }
        }
        return Assertions.fail(path + " has no example in values.schema.json that differs from " + now);
    }

    /** Where it is in a tree of values. */
    String pointer() {
        return "/" + path.replace('.', '/');
    }

    /** The tree with this value changed. */
    JsonNode set(JsonNode tree, JsonNode value) {
        ObjectNode root = tree.deepCopy();
        ObjectNode parent = root;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.withObject("/" + names[i]);
        }
        parent.set(names[names.length - 1], value);
        return root;
    }

    @Override
    public String toString() {
        return path;
    }
}
