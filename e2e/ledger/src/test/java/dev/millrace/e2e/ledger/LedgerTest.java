package dev.millrace.e2e.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int RECORDS = 10;

    private static Entry entry(String start, int second) {
        return entry(start, second, Tally.ofBatch(second * 1_000L, RECORDS));
    }

    private static Entry entry(String start, int second, Tally tally) {
        return new Entry(start, Instant.ofEpochSecond(second), tally, Instant.ofEpochMilli(second * 1_000L + 5));
    }

    private static Ledger ledger(Entry... entries) {
        return Ledger.parse(Stream.of(entries).map(Entry::line).collect(Collectors.joining()));
    }

    @Test
    void whatIsWrittenIsRead() {
        Entry entry = entry("a", 1);
        assertEquals(List.of(entry), ledger(entry).entries());
    }

    @Test
    void aLineThatIsNotCompleteYetIsPassedOver() {
        Entry entry = entry("a", 1);
        assertEquals(List.of(entry), Ledger.parse(entry.line() + "a 2000 1").entries());
    }

    @Test
    void aLineThatTheDiskHadNoRoomForIsPassedOverAndWhatIsNoLineRefused() {
        Entry entry = entry("b", 1);
        assertEquals(List.of(entry), Ledger.parse("a 2000 1\n" + entry.line()).entries());
        assertThrows(IllegalArgumentException.class, () -> Ledger.parse("a 2000 1 .\n"));
    }

    @Test
    void aContinuousLedgerHasNoProblems() {
        Ledger ledger = ledger(entry("a", 1), entry("a", 2), entry("a", 3));
        assertEquals(List.of(), ledger.problems(SECOND, RECORDS));
        assertEquals(0, ledger.missing(SECOND));
    }

    @Test
    void aBatchThatIsMissingIsOneProblemAndOneThatCameTwiceAnother() {
        assertEquals(
                List.of(
                        "in start a, batch 1970-01-01T00:00:03Z follows 1970-01-01T00:00:01Z; expected 1970-01-01T00:00:02Z"),
                ledger(entry("a", 1), entry("a", 3)).problems(SECOND, RECORDS));
        assertEquals(
                List.of("batch 1970-01-01T00:00:01Z was put out by start a, and again by b"),
                ledger(entry("a", 1), entry("b", 1)).problems(SECOND, RECORDS));
    }

    @Test
    void aRecordThatIsLostIsAProblemAndOneThatReplacesAnotherToo() {
        Tally right = Tally.ofBatch(1_000, RECORDS);
        Tally lost = Tally.ofBatch(1_000, RECORDS - 1);
        Tally replaced = lost.plus(Tally.of(Tally.firstOf(1_000)));
        assertEquals(RECORDS, replaced.records());
        for (Tally wrong : List.of(lost, replaced)) {
            assertEquals(
                    List.of("batch 1970-01-01T00:00:01Z has %s; expected %s".formatted(wrong, right)),
                    ledger(entry("a", 1, wrong)).problems(SECOND, RECORDS));
        }
    }

    @Test
    void whatIsMissingBetweenStartsIsCounted() {
        Ledger ledger = ledger(entry("a", 1), entry("a", 2), entry("b", 5));
        assertEquals(List.of(), ledger.problems(SECOND, RECORDS));
        assertEquals(2, ledger.missing(SECOND));
        assertEquals(List.of("a", "b"), ledger.starts());
        assertEquals(1, ledger.of("b").entries().size());
    }

    @Test
    void theLongestPauseIsThatAfterTheEvent() {
        Ledger ledger = ledger(entry("a", 1), entry("a", 5), entry("a", 6), entry("a", 8));
        assertEquals(Duration.ofSeconds(4), ledger.longestPause(Instant.EPOCH));
        assertEquals(Duration.ofSeconds(2), ledger.longestPause(Instant.ofEpochSecond(6)));
    }
}
