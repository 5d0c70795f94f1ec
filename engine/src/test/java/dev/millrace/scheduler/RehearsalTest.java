package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rdd.MillraceContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void itRunsAndLeavesNoContextBehind() throws Exception {
        assertTrue(Rehearsal.perform() > 0);
        assertEquals(
                List.of(),
                MillraceContext.active().stream()
                        .filter(context -> context.appName().equals("rehearsal"))
                        .toList());
    }

    @Test
    void itIsLeftWhenTheProcessEnds() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, Rehearsal::perform);
        Thread.currentThread().interrupt();
        Rehearsal.rehearse();
        assertTrue(Thread.interrupted());
    }
}
