package dev.millrace.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/errors.md} complete: one row for each code, in order, with the anchor that messages and pages link to. */
class ErrorReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "errors.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| <a id=\"(mr-\\d{4})\"></a>(MR-\\d{4}) \\| `([A-Z_]+)` \\| ([^|]+) \\| ([^|]+) \\|$",
            Pattern.MULTILINE);

    @Test
    void thereIsOneRowForEachCodeInTheOrderOfTheCodes() throws IOException {
        List<String> expected = Arrays.stream(ErrorCode.values())
                .map(code -> code.code() + " " + code.name())
                .toList();
        assertEquals(
                expected,
                rows().stream().map(row -> row.group(2) + " " + row.group(3)).toList(),
                "the rows of docs/errors.md, against ErrorCode");
    }

    @Test
    void everyLineOfTheTableIsARow() throws IOException {
        long lines = Files.readString(REFERENCE)
                .lines()
                .filter(line -> line.startsWith("| <a"))
                .count();
        assertEquals(rows().size(), lines, "lines of the table that are no row of code, name, when and what to do");
        for (MatchResult row : rows()) {
            assertEquals(row.group(2).toLowerCase(Locale.ROOT), row.group(1), "anchor");
            assertTrue(row.group(5).endsWith("."), () -> row.group(2) + " says in sentences what to do");
        }
    }

    @Test
    void codesAreUniqueAndRise() {
        List<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();
        assertEquals(codes.stream().distinct().sorted().toList(), codes);
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(REFERENCE)).results().toList();
    }
}
