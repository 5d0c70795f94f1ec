package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables of the reference equal to the types. With {@code -Dmillrace.docs.write=true} the test writes the tables
 * instead of comparing them.
 */
class ManifestReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "manifest.md");
    private static final String MARK =
            "<!-- fields: all below is generated from the types in crds/; see ManifestReferenceTest -->";

    @Test
    void theTablesInTheReferenceAreThoseOfTheTypes() throws IOException {
        String text = Files.readString(REFERENCE);
        String prose = text.substring(0, text.indexOf(MARK) + MARK.length());
        String expected = prose + "\n\n" + ReferenceTables.text();
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(REFERENCE, expected);
        }
        assertEquals(
                expected,
                Files.readString(REFERENCE),
                "docs/reference/manifest.md is out of date; run the test with -Dmillrace.docs.write=true");
    }

    @Test
    void everyFieldHasADescriptionThatIsASentence() {
        ReferenceTables.fields()
                .forEach((path, field) -> assertTrue(field.description().endsWith("."), path));
    }
}
