package dev.millrace.oracle;

import dev.millrace.rdd.StorageLevel;
import java.util.List;

/**
 * An operation in its place in a {@link Graph}.
 *
 * @param inputs positions of the nodes that it reads, each before its own
 * @param level how what comes out is kept
 */
record Node(Operation operation, List<Integer> inputs, StorageLevel level) {
    Node {
        inputs = List.copyOf(inputs);
    }

    Node withInputs(List<Integer> others) {
        return new Node(operation, others, level);
    }

    Node withLevel(StorageLevel other) {
        return new Node(operation, inputs, other);
    }

    @Override
    public String toString() {
        String kept = level.isValid() ? ", kept at " + level : "";
        return operation + (inputs.isEmpty() ? "" : " of " + inputs) + kept;
    }
}
