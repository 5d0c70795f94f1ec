package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedExecutorsTest {
    private static WantedExecutors read(String text) throws IOException {
        return WantedExecutors.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTheNumberAndWhoLeaves() throws IOException {
        assertEquals(new WantedExecutors(3, Set.of()), read("{\"desired\": 3}"));
        assertEquals(
                new WantedExecutors(3, Set.of(0, 2)),
                read("{\"new\": {\"a\": [1]}, \"leaving\": [2, 0], \"desired\": 3, \"more\": [4]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "3", "", "{\"desired\": 0}", "{\"desired\": -1}", "{\"desired\": \"3\"}"})
    void refusesWhatSaysNoNumber(String text) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> read(text))
                .getMessage()
                .contains("expected"));
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThrows(IOException.class, () -> read("{\"desired\": "));
    }
}
