package dev.millrace.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealScheduleTest {
    @ParameterizedTest(name = "every {0} ms, {1} us after a multiple: next in {2} us")
    @CsvSource({
        "10,     0,  8000", // 2 ms before the next multiple
        "10,  7999,     1",
        "10,  8000, 10000",
        "10,  9999,  8001",
        "200,    0, 190000", // never more than 10 ms before
        "200, 190000, 200000",
        "1,      0,   800",
    })
    void sealsShortlyBeforeTheMultiplesOfTheInterval(long intervalMillis, long micros, long expectedMicros) {
        SealSchedule schedule = SealSchedule.of(Duration.ofMillis(intervalMillis));
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L / intervalMillis * intervalMillis)
                .plusNanos(micros * 1_000);
        assertEquals(expectedMicros * 1_000, schedule.nanosUntilNext(now));
    }

    @Test
    void neverWaitsLongerThanTheInterval() {
        SealSchedule schedule = SealSchedule.of(Duration.ofMillis(7));
        for (long nanos = 0; nanos < 20_000_000; nanos += 99_999) {
            long wait = schedule.nanosUntilNext(Instant.ofEpochSecond(5, nanos));
            assertEquals(true, wait > 0 && wait <= 7_000_000, "wait of " + wait + " at " + nanos);
        }
    }
}
