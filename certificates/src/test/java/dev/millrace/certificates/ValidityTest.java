package dev.millrace.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void beginsALittleBeforeTheClockAndEndsALifetimeAfterIt() {
        Validity validity = Validity.lasting(Duration.ofHours(2), at(NOON));
        assertEquals(Instant.parse("2026-03-01T11:55:00Z"), validity.notBefore());
        assertEquals(Instant.parse("2026-03-01T14:00:00Z"), validity.notAfter());
    }

    @Test
    void hasWholeSeconds() {
        Validity validity = new Validity(NOON.plusMillis(999), NOON.plusMillis(2999));
        assertEquals(new Validity(NOON, NOON.plusSeconds(2)), validity);
    }

    @Test
    void containsBothItsEnds() {
        Validity validity = new Validity(NOON, NOON.plusSeconds(10));
        assertTrue(validity.contains(NOON));
        assertTrue(validity.contains(NOON.plusSeconds(10)));
        assertFalse(validity.contains(NOON.minusNanos(1)));
        assertFalse(validity.contains(NOON.plusSeconds(11)));
        assertTrue(validity.contains(validity));
        assertFalse(validity.contains(new Validity(NOON, NOON.plusSeconds(11))));
        assertFalse(validity.contains(new Validity(NOON.minusSeconds(1), NOON.plusSeconds(1))));
    }

    @Test
    void isToBeRenewedAfterTwoThirds() {
        Validity validity = new Validity(NOON, NOON.plus(Duration.ofDays(90)));
        Instant due = NOON.plus(Duration.ofDays(60));
        assertEquals(due, validity.renewal());
        assertFalse(validity.isRenewalDue(at(due.minusNanos(1))));
        assertTrue(validity.isRenewalDue(at(due)));
    }

    @Test
    void mustNotEndBeforeItBegins() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new Validity(NOON, NOON.minusSeconds(1)));
        assertEquals(
                "notBefore 2026-03-01T12:00:00Z: expected a time before notAfter, which is 2026-03-01T11:59:59Z",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Validity(NOON, NOON.plusMillis(1)));
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
