package dev.millrace.oracle;

/** Something that a program does with a node, in its turn. */
record Step(Kind kind, int node, int number) {
    enum Kind {
        COLLECT,
        COUNT,
        TAKE,
        FIRST,
        TOP,
        REDUCE,
        FOLD,
        AGGREGATE,
        COUNT_BY_VALUE,
        COUNT_BY_KEY,
        LOOKUP,
        ACCUMULATE,
        PARTITIONS,
        UNPERSIST
    }

    Step at(int place) {
        return new Step(kind, place, number);
    }
}
