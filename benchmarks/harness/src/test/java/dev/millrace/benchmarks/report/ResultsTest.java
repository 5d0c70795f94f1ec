package dev.millrace.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.benchmarks.engine.Program;
import dev.millrace.benchmarks.engine.Settings;
import dev.millrace.benchmarks.run.Case;
import dev.millrace.benchmarks.run.Contender;
import dev.millrace.benchmarks.run.Measurement;
import dev.millrace.benchmarks.run.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Environment ENVIRONMENT = new Environment(
            Instant.parse("2026-01-02T03:04:05Z"), "0123456789ab", 2, 24, "a processor", "Linux 6", "a JVM");

    private final Case slow = wordCount("slow");
    private final Case fast = wordCount("fast");
    private final Results results = new Results(
            List.of(of(slow, 1, 1e6), of(fast, 1, 4e6), of(slow, 2, 2e6), of(fast, 2, 6e6), of(slow, 3, 3e6)));

    @Test
    void ratiosAreTakenWithinARound() {
        assertEquals(3.5, results.ratio(fast, slow).orElseThrow().median());
        assertEquals(1, results.ratio(slow, slow).orElseThrow().median());
    }

    @Test
    void theMedianHasAsManyAboveAsBelow() {
        assertEquals(
                new Spread(2e6, 1e6, 3e6, 1e6),
                results.spread(slow, "linesPerSecond").orElseThrow());
        assertEquals(new Spread(2.5, 1, 9, 1), Spread.of(9, 1, 2, 3));
        assertTrue(results.spread(slow, "p99Millis").isEmpty());
        assertThrows(IllegalArgumentException.class, Spread::of);
    }

    @Test
    void tablesLineUp() {
        Table table = new Table(List.of("", "n"));
        table.add(List.of("one", "1"));
        table.add(List.of("eleven", "11"));
        assertEquals("""
                |        |  n |
                |--------|---:|
                | one    |  1 |
                | eleven | 11 |
                """, table.toString());
        assertThrows(IllegalArgumentException.class, () -> table.add(List.of("too few")));
    }

    @Test
    void thePageShowsTheTables() {
        String page = Page.of(ENVIRONMENT, results);
        assertTrue(page.contains("### Word count"), page);
        assertTrue(page.contains("0123456789ab"), page);
        assertTrue(!page.contains("${"), page);
    }

    @Test
    void everyFigureIsInTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        JsonReport.write(file, ENVIRONMENT, results);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals("0123456789ab", json.get("commit").asText());
        JsonNode first = json.at("/workloads/0/cases/0");
        assertEquals("slow", first.get("contender").asText());
        assertEquals(2e6, first.at("/figures/linesPerSecond/median").asDouble());
        assertEquals(3, first.at("/figures/linesPerSecond/rounds").size());
    }

    private static Measurement of(Case each, int round, double linesPerSecond) {
        return new Measurement(each, round, "1.0", Map.of("linesPerSecond", linesPerSecond));
    }

    private static Case wordCount(String contender) {
        Settings settings =
                new Settings(Program.WORD_COUNT, "", new CorpusSpec(1, 1, 1), false, 1, 2, 10, 0, 0, 1, 1, 0, null);
        return new Case(
                Workload.WORD_COUNT, new Contender(contender, contender, contender, ""), "", settings, List.of());
    }
}
