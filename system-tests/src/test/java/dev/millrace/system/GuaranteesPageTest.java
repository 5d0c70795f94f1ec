package dev.millrace.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each cell of the table of guarantees names a test, or refers to its neighbour, and each test that is named exists. */
class GuaranteesPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/guarantees.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final Pattern GUARANTEE =
            Pattern.compile("(exactly once|at least once|at most once|the same|likewise)\\b.*");

    @Test
    void theTestsThatAreNamedExist() throws IOException {
        Map<String, Path> classes = testClasses();
        Set<String> missing = new TreeSet<>();
        int named = 0;
        Matcher matcher = TEST.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            named++;
            Path file = classes.get(matcher.group(1));
            if (file == null || !isTest(Files.readString(file), matcher.group(2))) {
                missing.add(matcher.group());
            }
        }
        assertEquals(Set.of(), missing, "tests that docs/guarantees.md names and that do not exist");
        assertTrue(named > 20, "only " + named + " tests are named");
    }

    private static boolean isTest(String source, String method) {
        return Pattern.compile("@(?:Parameterized)?Test\\s(?:\\s*@[^\\n]*\\s)*\\s*void " + method + "\\(")
                .matcher(source)
                .find();
    }

    @Test
    void everyCellHasAGuaranteeAndATest() throws IOException {
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(PAGE)) {
            if (!line.startsWith("| **")) {
                continue;
            }
            rows++;
            String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|");
            assertEquals(6, cells.length, line);
            boolean named = false;
            for (int i = 1; i < cells.length; i++) {
                String cell = cells[i].strip();
                named |= TEST.matcher(cell).find();
                boolean refers = cell.endsWith("likewise") && named;
                if (!GUARANTEE.matcher(cell).matches() || !(TEST.matcher(cell).find() || refers)) {
                    wrong.add(cells[0].strip() + ", column " + i + ": " + cell);
                }
            }
        }
        assertEquals(List.of(), wrong, "cells of docs/guarantees.md without a guarantee or a test");
        assertTrue(rows >= 6, rows + " rows");
    }

    private static Map<String, Path> testClasses() throws IOException {
        Map<String, Path> classes = new HashMap<>();
        for (String module : List.of("engine", "system-tests", "connectors/kafka", "connectors/cassandra", "e2e")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = String.valueOf(file.getFileName());
                    classes.put(name.substring(0, name.length() - ".java".length()), file);
                }
            }
        }
        return classes;
    }
}
