package dev.millrace.e2e.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private static Entry entry(String start, long second, Tally tally) {
        Instant batch = Instant.ofEpochSecond(second);
        return new Entry(start, batch, tally, batch);
    }

    private static Tally right(long second) {
        return Tally.ofBatch(second * 1_000, 100);
    }

    private Ledger read() throws IOException {
        return Ledger.parse(Files.readString(directory.resolve("ledger")));
    }

    @Test
    void aBatchThatRunsAgainWithTheSameRecordsIsThereOnce() throws Exception {
        Path file = directory.resolve("ledger");
        LedgerFile first = LedgerFile.open(file);
        first.put(entry("a", 1, right(1)));
        first.put(entry("a", 2, right(2)));
        Files.writeString(file, "a 3000 ", StandardOpenOption.APPEND);
        LedgerFile second = LedgerFile.open(file);
        second.put(entry("b", 2, right(2)));
        second.put(entry("b", 3, right(3)));
        assertEquals(3, read().entries().size());
        assertEquals(List.of("a", "b"), read().starts());
        assertEquals(List.of(), read().problems(INTERVAL, 100));
    }

    @Test
    void oneWithOtherRecordsIsShown() throws Exception {
        Path file = directory.resolve("ledger");
        LedgerFile.open(file).put(entry("a", 1, right(1)));
        LedgerFile.open(file).put(entry("b", 1, Tally.NONE));
        assertEquals(2, read().problems(INTERVAL, 100).size());
    }
}
