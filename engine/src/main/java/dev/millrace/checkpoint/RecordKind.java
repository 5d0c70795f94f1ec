package dev.millrace.checkpoint;

/** What a record of a file says. */
enum RecordKind {
    EPOCH(1),
    BASE(2),
    RANGES(3),
    COMMIT(4),
    STATE(5),
    BLOCK(6),
    RATES(7),
    PARTIAL(8);

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
