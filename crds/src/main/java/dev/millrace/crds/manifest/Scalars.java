package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.QuantityText;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single values of a manifest; a value that does not fit is reported, and null comes back. */
final class Scalars {
    private final Problems problems;

    Scalars(Problems problems) {
        this.problems = problems;
    }

    /** A string that matches the pattern of its field. */
    @Nullable
    String string(Field field, Node node, String path) {
        String text = string(node, path, field.expected());
        if (text != null && !field.matches(text)) {
            problems.expected(node, path, field.expected());
            return null;
        }
        if (text != null && !field.allowsSize(text.length())) {
            problems.add(node, path, "expected " + field.expectedSize() + ", found " + text.length());
            return null;
        }
        return text;
    }

    @Nullable
    String anyString(Node node, String path) {
        return string(node, path, FieldType.STRING.text());
    }

    /** An integer, or one element of a list of them, within the limits of its field. */
    @Nullable
    Integer integer(Field field, Node node, String path) {
        Integer value = integer(node, path, field.expectedElement());
        if (value != null && !field.allows(value)) {
            problems.expected(node, path, field.expectedElement());
            return null;
        }
        return value;
    }

    /** A Kubernetes quantity, which may be written as a number. */
    @Nullable
    String quantity(Node node, String path) {
        boolean number = Tag.INT.equals(node.getTag());
        if (node instanceof ScalarNode scalar
                && (number || isString(node))
                && scalar.getValue().matches(QuantityText.PATTERN)) {
            return scalar.getValue();
        }
        boolean decimal = Tag.FLOAT.equals(node.getTag());
        problems.add(
                node,
                path,
                "expected " + QuantityText.EXPECTED + ", found " + describe(node)
                        + (decimal ? "; put it in quotes: \"" + ((ScalarNode) node).getValue() + "\"" : ""));
        return null;
    }

    private @Nullable Integer integer(Node node, String path, String expected) {
        if (node instanceof ScalarNode scalar && Tag.INT.equals(scalar.getTag())) {
            try {
                // 0644 is octal, as it is to kubectl: permissions are written so.
                return Integer.decode(scalar.getValue());
            } catch (NumberFormatException e) {
                problems.expected(node, path, expected + " and <= " + Integer.MAX_VALUE);
                return null;
            }
        }
        boolean quoted = isString(node) && ((ScalarNode) node).getValue().matches("\\d{1,9}");
        problems.add(
                node,
                path,
                "expected " + expected + ", found " + describe(node) + (quoted ? "; leave the quotes out" : ""));
        return null;
    }

    @Nullable
    Boolean truth(Node node, String path) {
        String text = node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN
                ? scalar.getValue()
                : "";
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        problems.expected(node, path, FieldType.BOOLEAN.text());
        return null;
    }

    @Nullable
    Object constant(Field field, Node node, String path) {
        Object constant = isString(node) ? constant(field, ((ScalarNode) node).getValue()) : null;
        if (constant == null) {
            problems.expected(node, path, field.expected());
        }
        return constant;
    }

    /** The constant of the field's enum that has this name, null when there is none. */
    @Nullable
    Object constant(Field field, String name) {
        for (Object constant : field.javaType().getEnumConstants()) {
            if (constant.toString().equals(name)) {
                return constant;
            }
        }
        return null;
    }

    /** A value as a message shows it. */
    static String describe(Node node) {
        if (node instanceof MappingNode) {
            return "a map";
        }
        if (!(node instanceof ScalarNode scalar)) {
            return "a list";
        }
        Tag tag = scalar.getTag();
        if (Tag.NULL.equals(tag)) {
            return "nothing";
        } else if (Tag.INT.equals(tag)) {
            return "the integer " + scalar.getValue();
        } else if (Tag.FLOAT.equals(tag)) {
            return "the number " + scalar.getValue();
        } else if (Tag.BOOL.equals(tag)) {
            return "the boolean " + scalar.getValue();
        }
        return '"' + scalar.getValue() + '"';
    }

    private @Nullable String string(Node node, String path, String expectation) {
        if (isString(node)) {
            return ((ScalarNode) node).getValue();
        }
        String advice = node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())
                ? "; put it in quotes: \"" + scalar.getValue() + "\""
                : "";
        problems.add(node, path, "expected " + expectation + ", found " + describe(node) + advice);
        return null;
    }

    /** Whether the value is a string as Kubernetes sees it; dates are strings there. */
    private static boolean isString(Node node) {
        return Tag.STR.equals(node.getTag()) || Tag.TIMESTAMP.equals(node.getTag());
    }
}
