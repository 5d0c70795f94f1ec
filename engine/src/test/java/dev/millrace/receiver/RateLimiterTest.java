package dev.millrace.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong now = new AtomicLong(-5 * MILLI); // System.nanoTime may be negative
    private final RateLimiter limiter = new RateLimiter(1_000, now::get);

    @Test
    void spacesRecordsEvenly() {
        assertEquals(0, limiter.reserve());
        assertEquals(MILLI, limiter.reserve());
        assertEquals(2 * MILLI, limiter.reserve());
        now.addAndGet(2 * MILLI);
        assertEquals(MILLI, limiter.reserve());
    }

    @Test
    void makesUpForTenMillisecondsAndNoMore() {
        now.addAndGet(1_000 * MILLI);
        int atOnce = 0;
        while (limiter.reserve() <= 0) {
            atOnce++;
        }
        assertEquals(11, atOnce);
    }

    @Test
    void letsEverythingPassWhenLifted() {
        for (int i = 0; i < 60_000; i++) {
            limiter.reserve(); // a minute ahead
        }
        limiter.lift();
        limiter.acquire();
    }

    @Test
    void aNewRateCountsFromTheNextRecordOn() {
        assertEquals(0, limiter.reserve());
        limiter.setRate(100);
        assertEquals(MILLI, limiter.reserve());
        assertEquals(11 * MILLI, limiter.reserve());
        limiter.setRate(1_000);
        assertEquals(21 * MILLI, limiter.reserve());
        assertEquals(22 * MILLI, limiter.reserve());
    }

    @Test
    void withoutARateEverythingPassesUntilThereIsOne() {
        RateLimiter none = new RateLimiter(0, now::get);
        for (int i = 0; i < 1_000; i++) {
            none.acquire();
        }
        none.setRate(1_000);
        assertEquals(0, none.reserve());
        assertEquals(MILLI, none.reserve());
    }

    @Test
    void keepsTheRateInRealTime() {
        RateLimiter real = new RateLimiter(2_000, System::nanoTime);
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            real.acquire();
        }
        long millis = (System.nanoTime() - start) / MILLI;
        assertTrue(millis >= 99, "200 records at 2000/s took " + millis + " ms");
    }
}
