package dev.millrace.e2e.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.conf.MillraceConf;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerProgramTest {

    @TempDir
    Path directory;

    @Test
    void itsLedgerIsContinuousThoughATaskFails() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Arguments arguments = Arguments.parse("--directory", directory.toString(), "--records", "500");
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("ledger");
        try (StreamingContext context = new StreamingContext(conf, Durations.milliseconds(50))) {
            LedgerProgram.define(context, arguments);
            context.start();
            await().until(() -> batches() >= 3);
            Path mishap = Files.createFile(directory.resolve("exception"));
            await().until(() -> Files.notExists(mishap));
            int failed = batches();
            await().until(() -> batches() >= failed + 3);
        }
        assertEquals(List.of(), ledger().problems(Duration.ofMillis(50), 500));
        assertEquals(0, ledger().missing(Duration.ofMillis(50)));
        List<FirstTask> attendance = FirstTask.parse(Files.readString(directory.resolve("attendance")));
        assertEquals(1, attendance.size(), "one process, however many tasks");
        assertFalse(attendance.get(0).at().isBefore(before));
    }

    private int batches() throws IOException {
        return ledger().entries().size();
    }

    private Ledger ledger() throws IOException {
        Path file = directory.resolve("ledger");
        return Ledger.parse(Files.exists(file) ? Files.readString(file) : "");
    }

    @Test
    void whatItCannotUseItRefuses() {
        assertThrows(IllegalArgumentException.class, () -> Arguments.parse("--records", "3"));
        assertThrows(IllegalArgumentException.class, () -> Arguments.parse("--directory"));
        assertThrows(IllegalArgumentException.class, () -> Arguments.parse("--colour", "red"));
        assertThrows(
                IllegalStateException.class,
                () -> LedgerProgram.main(new String[] {"--directory", directory.toString(), "--failure", "as wished"}));
    }
}
