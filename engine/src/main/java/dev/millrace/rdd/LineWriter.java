package dev.millrace.rdd;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes each element as a line: its {@code toString} in UTF-8, and {@code \n}. */
final class LineWriter<T> implements RecordWriter<T> {
    private final OutputStream out;
    private final RecordDigest digest = new RecordDigest();

    LineWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(T record) throws IOException {
        byte[] line = String.valueOf(record).getBytes(StandardCharsets.UTF_8);
        digest.add(line, 0, line.length);
        out.write(line);
        out.write('\n');
    }

    @Override
    public RecordDigest digest() {
        return digest;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
