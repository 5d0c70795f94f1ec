package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.crds.v1.StreamingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of fields in the reference equal to the types. With {@code -Dmillrace.docs.write=true} the test writes
 * the table instead of comparing it.
 */
class ManifestReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "manifest.md");
    private static final String MARK =
            "<!-- fields: this table is generated from the types in crds/; see ManifestReferenceTest -->";

    @Test
    void theTableInTheReferenceIsThatOfTheTypes() throws IOException {
        String text = Files.readString(REFERENCE);
        String prose = text.substring(0, text.indexOf(MARK) + MARK.length());
        String expected = prose + "\n\n" + table();
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(REFERENCE, expected);
        }
        assertEquals(
                expected,
                Files.readString(REFERENCE),
                "docs/reference/manifest.md is out of date; run the test with -Dmillrace.docs.write=true");
    }

    @Test
    void everyFieldHasADescription() {
        for (Row row : rows(RecordSchema.of(StreamingJob.class), "", false)) {
            assertFalse(row.field().description().isEmpty(), row.path());
        }
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("| field | value | default | meaning | where |\n|---|---|---|---|---|\n");
        for (Row row : rows(RecordSchema.of(StreamingJob.class), "", false)) {
            Field field = row.field();
            table.append("| `").append(row.path()).append("` | ");
            table.append(field.expected()).append(" | ");
            table.append(defaultOf(field)).append(" | ");
            table.append(field.description()).append(" | ");
            table.append(row.clusterOnly() ? "cluster" : "").append(" |\n");
        }
        return table.toString();
    }

    private static String defaultOf(Field field) {
        if (field.required()) {
            return "**required**";
        }
        String text = field.defaultText();
        return text == null || field.type() == FieldType.RECORD ? "" : "`" + text + "`";
    }

    private static List<Row> rows(RecordSchema schema, String prefix, boolean clusterOnly) {
        List<Row> rows = new ArrayList<>();
        for (Field field : schema.fields().values()) {
            boolean onlyThere = clusterOnly || field.clusterOnly();
            rows.add(new Row(prefix + field.name(), field, onlyThere));
            if (field.type() == FieldType.RECORD) {
                rows.addAll(rows(RecordSchema.of(field), prefix + field.name() + ".", onlyThere));
            }
        }
        return rows;
    }

    private record Row(String path, Field field, boolean clusterOnly) {}
}
