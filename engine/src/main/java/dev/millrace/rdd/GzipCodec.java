package dev.millrace.rdd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses with gzip; {@code textFile} and {@code objectFile} read such files back. */
public final class GzipCodec implements CompressionCodec {
    private static final int BUFFER = 1 << 14;

    @Override
    public String extension() {
        return ".gz";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, BUFFER);
    }
}
