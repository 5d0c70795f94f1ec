package dev.millrace.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "7ns, PT0.000000007S",
        "250us, PT0.00025S",
        "10, PT0.01S",
        "10ms, PT0.01S",
        "1s, PT1S",
        "5m, PT5M",
        "5min, PT5M",
        "2 h, PT2H",
        "3D, PT72H",
        "' 1S ', PT1S",
        "0s, PT0S"
    })
    void readsDurations(String text, Duration expected) {
        assertEquals(expected, Quantities.duration(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "100, 100",
        "100b, 100",
        "64k, 65536",
        "64KB, 65536",
        "1mi, 1048576",
        "2g, 2147483648",
        "1 GiB, 1073741824",
        "8191t, 9006099743113216"
    })
    void readsSizes(String text, long expected) {
        assertEquals(expected, Quantities.bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1s", "1.5s", "s", "1s2", "one", "0x1s", "1_000"})
    void refusesWhatIsNoDuration(String text) {
        assertMessage("such as 500ms", assertThrows(IllegalArgumentException.class, () -> Quantities.duration(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1m", "1.5g", "m", "1g2"})
    void refusesWhatIsNoSize(String text) {
        assertMessage("such as 512k", assertThrows(IllegalArgumentException.class, () -> Quantities.bytes(text)));
    }

    @Test
    void namesTheUnitsThereAre() {
        assertMessage(
                "unknown unit \"lg\"; units are b, k, m, g, t",
                assertThrows(IllegalArgumentException.class, () -> Quantities.bytes("1lg")));
        assertMessage(
                "unknown unit \"sec\"; units are ns, us, ms, s, m, h, d",
                assertThrows(IllegalArgumentException.class, () -> Quantities.duration("10sec")));
    }

    @Test
    void refusesWhatIsTooLarge() {
        for (String text : List.of("99999999999999999999s", "9223372036854775807d", "9223372036854775807us")) {
            assertMessage(
                    "is too large", assertThrows(IllegalArgumentException.class, () -> Quantities.duration(text)));
        }
        for (String text : List.of("99999999999999999999", "9223372036854775807k", "8388608t")) {
            assertMessage("is too large", assertThrows(IllegalArgumentException.class, () -> Quantities.bytes(text)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0ms", "7ns", "1001ns", "250us", "1ms", "1500ms", "59s", "90s", "1m", "61m", "1h", "25h", "2d"})
    void writesDurationsInTheLargestWholeUnit(String text) {
        assertEquals(text, Quantities.format(Quantities.duration(text)));
    }

    @Test
    void writesNoNegativeDuration() {
        assertThrows(IllegalArgumentException.class, () -> Quantities.format(Duration.ofMillis(-1)));
    }

    private static void assertMessage(String part, Exception e) {
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
}
