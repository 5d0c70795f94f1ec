package dev.millrace.certificates;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time in which a certificate is valid, both ends included, in whole seconds as X.509 has them (what is given is cut
 * down to them).
 *
 * <pre>
 *   notBefore                                renewal            notAfter
 *      |---------------- two thirds -----------|---- one third ----|
 * </pre>
 *
 * @param notBefore first second of validity
 * @param notAfter last second of validity, after the first
 */
public record Validity(Instant notBefore, Instant notAfter) {
    /** How much the clocks of two machines of a job may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (!notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException(
                    "notBefore " + notBefore + ": expected a time before notAfter, which is " + notAfter);
        }
    }

    /**
     * Valid until {@code lifetime} after the clock's time, and since five minutes before it, so that a process whose clock
     * is slow can use the certificate at once.
     */
    public static Validity lasting(Duration lifetime, Clock clock) {
        Instant now = clock.instant();
        return new Validity(now.minus(CLOCK_SKEW), now.plus(lifetime));
    }

    /** Whether a certificate is valid at {@code time}. */
    public boolean contains(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    /** Whether all of {@code other} lies within. */
    public boolean contains(Validity other) {
        return contains(other.notBefore) && contains(other.notAfter);
    }

    /** When a certificate should be replaced: after two thirds of its time, so that a third is left to do it. */
    public Instant renewal() {
        return notBefore.plus(
                Duration.between(notBefore, notAfter).multipliedBy(2).dividedBy(3));
    }

    /** Whether the time to replace a certificate has come. */
    public boolean isRenewalDue(Clock clock) {
        return !clock.instant().isBefore(renewal());
    }
}
