package dev.millrace.rdd;

import java.io.IOException;
import java.io.OutputStream;

/**
 * How files are compressed that a data set is saved to. A class of the program's own needs a constructor without arguments,
 * and must be on the class path of the executors. Each task makes its own instance.
 */
public interface CompressionCodec {
    /** End of the names of such files, with its dot: {@code .gz}. */
    String extension();

    /** A stream that writes compressed into {@code out}. Closing it writes what is left, and closes {@code out}. */
    OutputStream compress(OutputStream out) throws IOException;
}
