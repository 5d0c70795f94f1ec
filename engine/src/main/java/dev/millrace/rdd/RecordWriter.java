package dev.millrace.rdd;

import java.io.Closeable;
import java.io.IOException;

/** Writes the records of one file, one after the other. Used by one task. */
interface RecordWriter<T> extends Closeable {
    void write(T record) throws IOException;

    /** Of the records written so far. */
    RecordDigest digest();

    /** Writes what is left, and what ends a file, and closes the stream below. */
    @Override
    void close() throws IOException;
}
