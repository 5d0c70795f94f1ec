package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of values in the chart's README equal to the schema and to values.yaml. With
 * {@code -Dmillrace.docs.write=true} the test writes the table instead of comparing it.
 */
class ReadmeTest {
    private static final Path README = Chart.DIRECTORY.resolve("README.md");
    private static final String MARK =
            "<!-- values: this table is generated from values.schema.json and values.yaml; see ReadmeTest -->";

    @Test
    void theTableOfValuesIsThatOfTheSchema() throws IOException {
        String text = Files.readString(README);
        String expected = text.substring(0, text.indexOf(MARK) + MARK.length()) + "\n\n" + table();
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(README, expected);
        }
        assertEquals(
                expected,
                Files.readString(README),
                "helm/millrace/README.md is out of date; run the test with -Dmillrace.docs.write=true");
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| value | default | meaning |\n|---|---|---|\n");
        for (Value value : Value.all()) {
            table.append("| `").append(value.path()).append("` | ");
            table.append(standard(value)).append(" | ");
            table.append(value.description()).append(choices(value)).append(" |\n");
        }
        return table.toString();
    }

    private static String standard(Value value) {
        JsonNode standard = value.standard();
        boolean empty = standard.isMissingNode()
                || (standard.isTextual() && standard.asText().isEmpty());
        return empty ? "" : "`" + (standard.isTextual() ? standard.asText() : standard.toString()) + "`";
    }

    private static String choices(Value value) {
        StringBuilder choices = new StringBuilder();
        value.schema()
                .path("enum")
                .forEach(choice ->
                        choices.append(choices.isEmpty() ? " One of `" : "`, `").append(choice.asText()));
        return choices.isEmpty() ? "" : choices + "`.";
    }
}
