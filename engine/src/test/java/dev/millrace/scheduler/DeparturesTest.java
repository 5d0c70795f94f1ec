package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an executor that is to leave is told to end. */
class DeparturesTest {
    private static final long STATE = 7;
    private static final long CACHED = 8;

    private final ExecutorPool executors = new ExecutorPool(2, Duration.ofSeconds(20));
    private final BlockLocations blocks = new BlockLocations();
    private final Departures departures = new Departures(executors, blocks);
    private final RecordingExecutor staying = new RecordingExecutor("executor-0-1");
    private final RecordingExecutor leaving = new RecordingExecutor("executor-1-2");

    @BeforeEach
    void register() {
        executors.add(staying);
        executors.add(leaving);
    }

    private void leave(Long... jobs) {
        executors.leaves(leaving.name());
        departures.begin(leaving, List.of(jobs));
        departures.residentsMoved(leaving.name());
    }

    private void keep(long rdd, RecordingExecutor at) {
        blocks.stored(new BlockId.OfRDD(rdd, 0), StorageLevel.MEMORY_AND_DISK, at.name());
        departures.blocksChanged();
    }

    private boolean isTold() {
        return !leaving.of(DriverMessage.Shutdown.class).isEmpty();
    }

    @Test
    void whoKeepsNothingLeavesAtOnce() {
        leave();
        assertTrue(isTold());
    }

    @Test
    void whoKeepsStateWaitsUntilAnotherHasIt() {
        blocks.carry(Set.of(STATE));
        keep(STATE, leaving);
        leave();
        assertFalse(isTold());
        keep(STATE, staying);
        assertTrue(isTold());
    }

    @Test
    void whoKeepsStateWaitsUntilNobodyNeedsIt() {
        blocks.carry(Set.of(STATE));
        keep(STATE, leaving);
        leave();
        blocks.removeRdd(STATE);
        departures.blocksChanged();
        assertTrue(isTold());
    }

    @Test
    void whatCanBeComputedAgainIsNotWaitedFor() {
        keep(CACHED, leaving);
        leave();
        assertTrue(isTold());
    }

    @Test
    void aJobThatReadsWhatItKeepsIsWaitedFor() {
        keep(CACHED, leaving);
        leave(1L);
        departures.borrows(2, Set.of(leaving.name()));
        departures.borrows(3, Set.of(staying.name()));
        departures.jobEnded(1);
        assertFalse(isTold());
        departures.jobEnded(2);
        assertTrue(isTold());
    }

    @Test
    void itEndsThoughItsStateIsNowhereElseWhenItsTimeIsOver() {
        blocks.carry(Set.of(STATE));
        keep(STATE, leaving);
        leave(1L);
        departures.borrows(2, Set.of(leaving.name()));
        departures.overdue(leaving.name());
        assertFalse(isTold(), "in the middle of a job");
        departures.jobEnded(1);
        assertTrue(isTold());
        assertEquals(1, leaving.messages.size());
    }

    @Test
    void stateDoesNotHoldTheLastOne() {
        blocks.carry(Set.of(STATE));
        keep(STATE, leaving);
        executors.leaves(staying.name());
        leave();
        assertTrue(isTold(), "its replacement may wait for its end");
    }

    @Test
    void receivedBlocksAreWaitedForHoweverLongThatTakes() {
        blocks.stored(new BlockId.OfStream(1, 1), StorageLevel.MEMORY_AND_DISK, leaving.name());
        leave();
        departures.overdue(leaving.name());
        assertFalse(isTold());
        blocks.stored(new BlockId.OfStream(1, 1), StorageLevel.MEMORY_AND_DISK, staying.name());
        departures.blocksChanged();
        assertTrue(isTold());
    }
}
