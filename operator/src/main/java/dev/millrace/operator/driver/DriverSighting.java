package dev.millrace.operator.driver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last that was heard of a driver's pod.
 *
 * @param podUid which pod was asked
 * @param report its last answer; null when it never gave one
 * @param at when that came, or when the pod was asked for the first time
 * @param silentSince since when it has not answered; null while it does
 */
public record DriverSighting(
        String podUid,
        @Nullable DriverReport report,
        Instant at,
        @Nullable Instant silentSince) {
    /** Whether the last question was answered. */
    public boolean answers() {
        return report != null && silentSince == null;
    }
}
