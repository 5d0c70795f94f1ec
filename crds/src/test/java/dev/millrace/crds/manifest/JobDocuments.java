package dev.millrace.crds.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The documents of the files that launcher and API server have to agree about; the tests on a cluster read them too. */
final class JobDocuments {
    private JobDocuments() {}

    static List<String> of(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(JobDocuments.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^---\n")).skip(1).toList();
        }
    }
}
