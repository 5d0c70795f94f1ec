package dev.millrace.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of keys in the reference equal to the entries. With {@code -Dmillrace.docs.write=true} the test writes the
 * table instead of comparing it.
 */
class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "configuration.md");
    private static final String MARK =
            "<!-- keys: this table is generated from MillraceConfig; see ConfigurationReferenceTest -->";

    @Test
    void theTableInTheReferenceIsThatOfTheEntries() throws IOException {
        String text = Files.readString(REFERENCE);
        String prose = text.substring(0, text.indexOf(MARK) + MARK.length());
        String expected = prose + "\n\n" + table();
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(REFERENCE, expected);
        }
        assertEquals(
                expected,
                Files.readString(REFERENCE),
                "docs/reference/configuration.md is out of date; write it anew with"
                        + " mvn test -pl engine -Dtest=ConfigurationReferenceTest -Dmillrace.docs.write=true");
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("| key | value | default | meaning | key of Spark |\n|---|---|---|---|---|\n");
        for (ConfigEntry<?> entry : ConfigEntry.all().values()) {
            table.append("| ").append(code(entry.key()));
            table.append(" | ").append(entry.type().replace("|", "\\|"));
            table.append(" | ").append(code(entry.defaultText()));
            table.append(" | ").append(entry.doc().replace("|", "\\|"));
            table.append(" | ").append(code(entry.sparkAlias())).append(" |\n");
        }
        return table.toString();
    }

    private static String code(@Nullable String text) {
        return text == null ? "" : "`" + text + "`";
    }
}
