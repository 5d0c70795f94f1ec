package dev.millrace.benchmarks.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final List<BatchLine> BATCHES = List.of(
            new BatchLine(1000, 1020, 1),
            new BatchLine(1500, 1530, 1),
            new BatchLine(2000, 3600, 1),
            new BatchLine(2500, 3700, 1),
            new BatchLine(3000, 3800, 1),
            new BatchLine(3500, 3900, 1),
            new BatchLine(4000, 4600, 1),
            new BatchLine(4500, 4999, 1),
            new BatchLine(5000, 5010, 1));

    @Test
    void countsFromTheKillToTheFirstBatchThatBeganAfterIt() {
        assertEquals(2000, Recovery.of(1600, 500, BATCHES).first());
        assertEquals(1700, Recovery.of(2000, 500, BATCHES).first());
    }

    @Test
    void isOnTimeOnlyAfterTheLastLateBatch() {
        assertEquals(4999 - 1600, Recovery.of(1600, 500, BATCHES).onTime());
    }

    @Test
    void measuresTheLongestGapThatEndsAfterTheKill() {
        assertEquals(3600 - 1530, Recovery.of(1600, 500, BATCHES).gap());
        assertEquals(700, Recovery.of(3650, 500, BATCHES).gap());
    }

    @Test
    void hasNoFigureWhereBatchesStayLate() {
        assertThrows(IllegalStateException.class, () -> Recovery.of(1600, 500, BATCHES.subList(0, 7)));
        assertThrows(IllegalStateException.class, () -> Recovery.of(6000, 500, BATCHES));
    }

    @Test
    void findsBatchesThatAreMissingOrCountedWrong() {
        RecoveryCase each = new RecoveryCase(false, 500, 10, 1, 1);
        RecoveryCase state = new RecoveryCase(true, 500, 10, 1, 1);
        BatchLine first = new BatchLine(1000, 1020, 50);
        each.check(List.of(first, new BatchLine(1500, 1520, 50)));
        state.check(List.of(first, new BatchLine(1500, 1520, 100)));
        assertThrows(IllegalStateException.class, () -> each.check(List.of(first, new BatchLine(1500, 1520, 49))));
        assertThrows(IllegalStateException.class, () -> each.check(List.of(first, new BatchLine(2000, 2020, 50))));
        assertThrows(IllegalStateException.class, () -> state.check(List.of(first, new BatchLine(1500, 1520, 50))));
    }

    @Test
    void readsOnlyLinesThatAreEnded() {
        assertEquals(
                List.of(new BatchLine(1000, 1020, 50)), BatchLine.parse("other\nBATCH 1000 1020 50\nBATCH 1500 15"));
        assertEquals(List.of(), BatchLine.parse("BATCH 1"));
    }

    @Test
    void hasTenWordsInALine() {
        assertEquals(NumberedLines.WORDS, NumberedLines.line(7).split(" ").length);
    }
}
