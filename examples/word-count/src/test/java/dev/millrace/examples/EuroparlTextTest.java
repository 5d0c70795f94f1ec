package dev.millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EuroparlTextTest {
    private static final int LINES = 17_597;

    @Test
    void beginsAnewAfterItsLastLine() throws Exception {
        try (EuroparlText text = new EuroparlText()) {
            String first = text.next();
            assertTrue(first.startsWith("Istituzioni europee"), first);
            for (int line = 1; line < LINES; line++) {
                text.next();
            }
            assertEquals(first, text.next());
        }
    }
}
