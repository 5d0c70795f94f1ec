package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.runtime.BatchStatus;
import dev.millrace.runtime.JobState;
import dev.millrace.runtime.JobStatus;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final BatchStatus BATCH = new BatchStatus(12, 0, 20_000, 20_000.4, 12.4, 0.32, 1_412.7);

    @Test
    void aLineForABatch() {
        assertEquals(
                "batch 12: 20,000 records, 20,000 records/s, processing 12 ms, total delay 1,413 ms, executors 2/2",
                StatusText.plain(status(BATCH, 0), BATCH));
    }

    @Test
    void theLiveLine() {
        assertEquals(
                "batch 12 | 20,000 records/s | processing 12 ms | total delay 1,413 ms | executors 2/2",
                StatusText.live(status(BATCH, 1), 200, false));
        assertEquals(
                "batch 12 | 20,000 records/s | processing 12 ms | total delay 1,413 ms | executors 2/2 | queued 3",
                StatusText.live(status(BATCH, 3), 200, false));
    }

    @Test
    void theLiveLineLeavesTheLastColumnFree() {
        assertEquals("batch 12 ", StatusText.live(status(BATCH, 0), 10, false));
        assertEquals("", StatusText.live(status(BATCH, 0), 1, false));
    }

    @Test
    void coloursTakeNoRoom() {
        assertEquals("\033[2mbatch 12 \033[0m", StatusText.live(status(BATCH, 0), 10, true));
    }

    @Test
    void beforeTheFirstBatch() {
        assertEquals("waiting for the first batch | executors 2/2", StatusText.live(status(null, 0), 80, false));
    }

    private static JobStatus status(BatchStatus batch, long queued) {
        return new JobStatus("words", JobState.RUNNING, 1000, batch, 12, queued, 2, 2, null, null);
    }
}
