package dev.millrace.checkpoint;

/** What a file of a checkpoint holds. */
enum FileKind {
    EPOCH(1, "epochs"),
    JOURNAL(2, "journal"),
    STATE(3, "state"),
    RECEIVED(4, "received");

    private final int code;
    private final String folder;

    FileKind(int code, String folder) {
        this.code = code;
        this.folder = folder;
    }

    /** As written in the file's header. */
    int code() {
        return code;
    }

    String folder() {
        return folder;
    }
}
