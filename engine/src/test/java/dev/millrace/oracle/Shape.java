package dev.millrace.oracle;

/** What a node's elements are. */
enum Shape {
    /** Anything. */
    ITEMS,
    /** Pairs whose key is simple. */
    PAIRS
}
