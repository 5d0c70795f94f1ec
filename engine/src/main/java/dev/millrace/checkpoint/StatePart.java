package dev.millrace.checkpoint;

/**
 * A piece of the state of one key group of one operator, and where it is.
 *
 * @param operator uid of the operator
 * @param keyGroup number of the key group, from 0
 * @param kind whether it replaces the pieces before it, or follows them
 * @param epoch with {@code file} the name of its file: epoch of the driver that wrote it
 * @param file number of the file within the epoch
 * @param offset where its record starts in the file, in bytes
 * @param length of its record, in bytes
 */
public record StatePart(String operator, int keyGroup, Kind kind, long epoch, int file, long offset, int length) {
    /** The file that it is in. */
    Names.Numbered holder() {
        return new Names.Numbered(epoch, file);
    }

    /** How a piece relates to those before it. */
    public enum Kind {
        /** All keys of the group. */
        SNAPSHOT(0),
        /** What changed in one batch. */
        CHANGES(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** As written in a file. */
        int code() {
            return code;
        }
    }
}
