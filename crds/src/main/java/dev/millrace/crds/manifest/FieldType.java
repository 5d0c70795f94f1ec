package dev.millrace.crds.manifest;

/** The kinds of values that a field of a resource can have. */
enum FieldType {
    STRING("a string"),
    INTEGER("an integer"),
    BOOLEAN("true or false"),
    ENUM("one of"),
    STRING_LIST("a list of strings"),
    INTEGER_LIST("a list of integers"),
    STRING_MAP("a map of strings"),
    QUANTITY_MAP("a map of Kubernetes quantities, such as 500m, 2 or 1Gi"),
    RECORD("a map"),
    RECORD_LIST("a list of maps");

    private final String text;

    FieldType(String text) {
        this.text = text;
    }

    /** The kind in words, with its article. */
    String text() {
        return text;
    }
}
