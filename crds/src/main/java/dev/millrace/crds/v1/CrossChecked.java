package dev.millrace.crds.v1;

import java.util.List;

/** A part of a resource with rules between its fields; they are checked once each field is right by itself. */
public interface CrossChecked {
    /** The rules that are broken; empty when all hold. */
    List<Violation> check();

    /**
     * A broken rule.
     *
     * @param field the field to look at, relative to the checked part; empty for the part as a whole
     */
    record Violation(String field, String message) {}
}
