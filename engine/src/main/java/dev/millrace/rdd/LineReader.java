package dev.millrace.rdd;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that start in a range of bytes of a UTF-8 file; {@code \n} and {@code \r\n} end a line. A line belongs
 * to the range in which its first byte lies, so that ranges that cover a file yield each line once.
 */
final class LineReader implements Iterator<String>, AutoCloseable {
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final long end;
    private long position;
    private @Nullable String next;
    private boolean ended;

    private LineReader(InputStream in, long position, long end) {
        this.in = in;
        this.position = position;
        this.end = end;
    }

    /** Whether a file can be read from the middle. */
    static boolean isSplittable(Path file) {
        return !file.toString().endsWith(".gz");
    }

    static LineReader open(Path file, long start, long end) throws IOException {
        InputStream raw = Files.newInputStream(file);
        if (!isSplittable(file)) {
            return new LineReader(new GZIPInputStream(raw, 1 << 16), 0, Long.MAX_VALUE);
        }
        // the byte before the range says whether the range starts with a new line
        long from = Math.max(0, start - 1);
        raw.skipNBytes(from);
        LineReader reader = new LineReader(new BufferedInputStream(raw, 1 << 16), from, end);
        if (start > 0) {
            reader.readLine();
        }
        return reader;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = position < end ? readLine() : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public String next() {
        String result = hasNext() ? next : null;
        if (result == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return result;
    }

    private @Nullable String readLine() throws IOException {
        line.reset();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0) {
            position++;
            if (read == '\n') {
                break;
            }
            line.write(read);
            read = in.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
