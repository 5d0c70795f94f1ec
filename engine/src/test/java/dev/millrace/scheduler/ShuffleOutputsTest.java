package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A driver hears that a task has sent its records before they are there. */
class ShuffleOutputsTest {
    private static final Set<String> ALIVE = Set.of("a", "b", "c");

    private final ShuffleOutputs outputs = new ShuffleOutputs();

    private void computed() {
        outputs.completed(outputs.next(1), 2, Set.of("a", "b"), List.of(new HashSet<>(Set.of("b"))));
    }

    @Test
    void aShuffleIsForgottenWithItsSender() {
        computed();
        outputs.lost("c");
        assertNotNull(outputs.find(1, ALIVE));
        outputs.lost("a");
        assertNull(outputs.find(1, ALIVE));
    }

    @Test
    void aShuffleIsForgottenWithItsHolder() {
        computed();
        outputs.lost("b");
        assertNull(outputs.find(1, ALIVE));
    }

    @Test
    void aSenderThatWasLostBeforeTheLastTaskWasDoneIsNoticed() {
        computed();
        assertNull(outputs.find(1, Set.of("b", "c")));
    }
}
