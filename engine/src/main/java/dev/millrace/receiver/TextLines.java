package dev.millrace.receiver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a stream of UTF-8 text, read as they are asked for; once. What is not UTF-8 becomes U+FFFD. */
public final class TextLines implements Iterable<String> {
    private final BufferedReader reader;

    private TextLines(InputStream in) {
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The lines of {@code in}; iterating throws {@link UncheckedIOException} when it cannot be read. */
    public static Iterable<String> of(InputStream in) {
        return new TextLines(in);
    }

    @Override
    public Iterator<String> iterator() {
        return new Iterator<>() {
            private @Nullable String next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    next = read();
                }
                return next != null;
            }

            @Override
            public String next() {
                String line = hasNext() ? next : null;
                if (line == null) {
                    throw new NoSuchElementException();
                }
                next = null;
                return line;
            }
        };
    }

    private @Nullable String read() {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
