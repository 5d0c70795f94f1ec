package dev.millrace.operator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of changes in the operations guide equal to what the operator does. With {@code -Dmillrace.docs.write=true}
 * the test writes the table instead of comparing it.
 */
class ChangesReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "operations", "changes.md");
    private static final String MARK =
            "<!-- fields: this table is generated from ChangeClasses; see ChangesReferenceTest -->";

    @Test
    void theTableIsThatOfTheOperator() throws IOException {
        String text = Files.readString(REFERENCE);
        StringBuilder expected = new StringBuilder(text.substring(0, text.indexOf(MARK) + MARK.length()));
        expected.append("\n\n| field of `spec` | a change is |\n|---|---|\n");
        ChangeClasses.TABLE.forEach((field, change) -> expected.append("| `")
                .append(field)
                .append("` | ")
                .append(change.name().toLowerCase(Locale.ROOT))
                .append(" |\n"));
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(REFERENCE, expected);
        }
        assertEquals(
                expected.toString(),
                Files.readString(REFERENCE),
                "docs/operations/changes.md is out of date; write it anew with"
                        + " mvn test -pl operator -am -Dtest=ChangesReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.docs.write=true");
    }
}
