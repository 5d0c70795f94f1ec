package dev.millrace.rdd;

import java.io.Serializable;

/**
 * A file of an output, complete.
 *
 * @param name in its directory
 * @param bytes its length
 * @param records elements in it
 * @param digest {@link RecordDigest} of them
 */
record WrittenFile(String name, long bytes, long records, long digest) implements Serializable {
    /** Whether both hold the same records, in whatever order. */
    boolean hasSameRecordsAs(WrittenFile other) {
        return name.equals(other.name) && records == other.records && digest == other.digest;
    }
}
