package dev.millrace.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A list beside this class: one item a line, comments after {@code #}. */
final class ListFile {
    private ListFile() {}

    static List<String> read(String name) {
        try (InputStream in = ListFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside " + ListFile.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").trim())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the resource " + name, e);
        }
    }
}
