package dev.millrace.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.crds.v1.status.FailureReason;
import dev.millrace.crds.v1.status.JobPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operations/troubleshooting.md says something of everything that people meet in a status or an event, and of nothing else. */
class TroubleshootingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "operations", "troubleshooting.md");

    @Test
    void everyEventHasItsRow() throws IOException {
        assertEquals(names(EventReason.values()), rows("## By event"));
    }

    @Test
    void everyPhaseHasItsRow() throws IOException {
        assertEquals(names(JobPhase.values()), rows("## By phase"));
    }

    @Test
    void everyKindOfFailureHasItsRow() throws IOException {
        assertEquals(names(FailureReason.values()), rows("## By kind of failure"));
    }

    private static Set<String> names(Enum<?>... values) {
        return Stream.of(values).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is marked as code in the first column of the table below a heading. */
    private static Set<String> rows(String heading) throws IOException {
        return Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> Arrays.stream(line.split("\\|")[1].split(",")))
                .map(cell -> cell.replace("`", "").strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
