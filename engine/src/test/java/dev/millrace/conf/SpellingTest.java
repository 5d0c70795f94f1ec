package dev.millrace.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> KEYS =
            List.of("millrace.task.maxFailures", "millrace.streaming.maxBatches", "millrace.master");

    @Test
    void findsSlipsOfTheFingers() {
        assertEquals(
                Optional.of("millrace.streaming.maxBatches"), Spelling.closest("millrace.streaming.maxBatch", KEYS));
        assertEquals(
                Optional.of("millrace.streaming.maxBatches"), Spelling.closest("millrace.straeming.maxBacthes", KEYS));
        assertEquals(Optional.of("millrace.master"), Spelling.closest("millrace.Mastre", KEYS));
    }

    @Test
    void findsAKeyOfTheSameNameInAnotherGroup() {
        assertEquals(Optional.of("millrace.streaming.maxBatches"), Spelling.closest("millrace.maxbatches", KEYS));
    }

    @Test
    void guessesNothingFarFetched() {
        assertEquals(Optional.empty(), Spelling.closest("millrace.streaming.backlog", KEYS));
        assertEquals(Optional.empty(), Spelling.closest("millrace.x", KEYS));
        assertEquals(Optional.empty(), Spelling.closest("millrace.x", List.of()));
    }

    @Test
    void countsASwapAsOneStep() {
        assertEquals(1, Spelling.distance("master", "matser"));
        assertEquals(0, Spelling.distance("Master", "masteR"));
        assertEquals(3, Spelling.distance("", "abc"));
    }
}
