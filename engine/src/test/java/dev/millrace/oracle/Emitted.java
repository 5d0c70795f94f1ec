package dev.millrace.oracle;

import java.util.List;

/** What an output had at a batch, counted from 1. */
record Emitted(int batch, int output, List<Object> elements) {
    /** Equal for what is emitted at the same place with the same elements in any order. */
    String text() {
        return "batch " + batch + ", node " + output + ": " + Values.texts(elements);
    }
}
