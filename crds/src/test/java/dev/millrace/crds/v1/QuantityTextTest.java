package dev.millrace.crds.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTextTest {
    @ParameterizedTest
    @CsvSource({"1ms, PT0.001S", "90s, PT1M30S", "5m, PT5M", "2h, PT2H", "3d, PT72H"})
    void readsDurations(String text, Duration expected) {
        assertEquals(expected, DurationText.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "64m, 67108864",
        "512Mi, 536870912",
        "1g, 1073741824",
        "2Gi, 2147483648",
        "1t, 1099511627776",
        "1Ti, 1099511627776"
    })
    void readsSizes(String text, long expected) {
        assertEquals(expected, MemoryText.parse(text));
    }

    @Test
    void refusesOtherText() {
        assertThrows(IllegalArgumentException.class, () -> DurationText.parse("1"));
        assertThrows(IllegalArgumentException.class, () -> MemoryText.parse("1lg"));
    }
}
