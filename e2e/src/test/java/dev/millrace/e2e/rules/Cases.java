package dev.millrace.e2e.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The files of jobs with which the tests of {@code crds} say what is refused and what is accepted. */
final class Cases {

    private static final Path DIRECTORY =
            Path.of("..", "crds", "src", "test", "resources", "dev", "millrace", "crds", "manifest");

    private Cases() {}

    /**
     * One document of such a file.
     *
     * @param comment its first line, without the {@code #}; empty where it has none
     */
    record Case(String comment, String yaml) {

        /** Whether the text has the parts of the comment, which are separated by {@code …}, in their order. */
        static boolean hasInOrder(String text, String parts) {
            int from = 0;
            for (String part : parts.split(" … ", -1)) {
                int found = text.indexOf(part, from);
                if (found < 0) {
                    return false;
                }
                from = found + part.length();
            }
            return true;
        }
    }

    static List<Case> in(String file) throws IOException {
        String[] documents = Files.readString(DIRECTORY.resolve(file)).split("(?m)^---\n", -1);
        // Before the first one there is a comment on the whole file.
        return Arrays.stream(documents)
                .skip(1)
                .map(document -> new Case(comment(document), document))
                .toList();
    }

    private static String comment(String document) {
        String first = document.lines().findFirst().orElse("");
        return first.startsWith("# ") ? first.substring(2) : "";
    }
}
