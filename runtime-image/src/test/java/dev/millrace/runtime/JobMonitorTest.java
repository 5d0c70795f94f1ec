package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JobMonitorTest {
    private final JobMonitor monitor = new JobMonitor();

    @Test
    void startsWithoutABatch() {
        monitor.describe("words", 2);
        assertEquals(new JobStatus("words", JobState.STARTING, 0, null, 0, 0, 0, 2, null, null), monitor.status());
    }

    @Test
    void countsBatchesAndRates() {
        monitor.describe("words", 2);
        monitor.executors(() -> 1);
        monitor.streamStarted(500);
        monitor.batchSubmitted();
        monitor.batchSubmitted();
        monitor.batchCompleted(1_000, 300, 20, 5);
        assertEquals(
                new JobStatus(
                        "words",
                        JobState.RUNNING,
                        500,
                        new BatchStatus(1, 1_000, 300, 600, 20, 5, 25),
                        1,
                        1,
                        1,
                        2,
                        null,
                        null),
                monitor.status());
    }

    @Test
    void tellsTheLastCommit() {
        monitor.batchCommitted(1_000, 1_025);
        monitor.batchCommitted(2_000, 2_013);
        assertEquals(new CommitStatus(2_000, 2_013), monitor.status().lastCommit());
    }

    @Test
    void goesThroughItsStates() {
        monitor.streamStarted(1);
        monitor.stopping();
        assertEquals(JobState.STOPPING, monitor.status().state());
        monitor.streamStarted(1);
        assertEquals(JobState.STOPPING, monitor.status().state());
        monitor.finished();
        monitor.stopping();
        assertEquals(JobState.FINISHED, monitor.status().state());
    }

    @Test
    void keepsTheErrorOfAFailedJob() {
        monitor.failed("it broke");
        assertEquals(JobState.FAILED, monitor.status().state());
        assertEquals("it broke", monitor.status().error());
    }
}
