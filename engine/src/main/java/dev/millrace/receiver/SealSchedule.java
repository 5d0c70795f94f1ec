package dev.millrace.receiver;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When the buffer of a receiver is sealed: shortly before the multiples of the block interval on the wall clock. Batches
 * begin at multiples of theirs, so a block that is sealed for the end of a batch is there when the batch begins, and no
 * record waits for a block and then for a batch again.
 *
 * <pre>
 *   blocks   ──────┤ ──────┤ ──────┤ ──────┤
 *   batches  ───────────────┤───────────────┤
 * </pre>
 *
 * @param leadMicros how much earlier; the time that it takes to keep a block and tell the driver
 */
record SealSchedule(long intervalMicros, long leadMicros) {
    private static final long LONGEST_LEAD_MICROS = 10_000;

    static SealSchedule of(Duration interval) {
        long micros = Math.max(1, interval.toNanos() / 1_000);
        return new SealSchedule(micros, Math.min(LONGEST_LEAD_MICROS, micros / 5));
    }

    /** Nanoseconds from {@code now} until the next time to seal; positive, and never more than the interval. */
    long nanosUntilNext(Instant now) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        return (intervalMicros - Math.floorMod(micros + leadMicros, intervalMicros)) * 1_000;
    }
}
