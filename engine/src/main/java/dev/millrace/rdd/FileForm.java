package dev.millrace.rdd;

import java.io.IOException;
import java.io.OutputStream;

/** What a data set is saved as. */
enum FileForm {
    /** A line for each element, in UTF-8. */
    TEXT {
        @Override
        <T> RecordWriter<T> open(OutputStream out) {
            return new LineWriter<>(out);
        }
    },
    /** {@link ObjectFileWriter}. */
    OBJECT {
        @Override
        <T> RecordWriter<T> open(OutputStream out) throws IOException {
            return new ObjectFileWriter<>(out, Thread.currentThread().getContextClassLoader());
        }
    };

    /** A writer of a new file; {@code out} is closed with it. */
    abstract <T> RecordWriter<T> open(OutputStream out) throws IOException;
}
