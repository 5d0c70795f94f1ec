package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.BatchStatus;
import dev.millrace.operator.driver.DriverReport;
import java.time.Instant;
import java.util.Locale;

/** Figures of a batch, for machines and for people. */
final class Figures {
    private Figures() {}

    static BatchStatus of(DriverReport.Batch batch) {
        long perSecond = Math.round(batch.recordsPerSecond());
        long delay = Math.max(0, Math.round(batch.totalDelayMs()));
        return new BatchStatus(
                batch.number(),
                StatusReport.text(Instant.ofEpochMilli(batch.timeMs())),
                batch.records(),
                perSecond,
                Math.max(0, Math.round(batch.processingMs())),
                delay,
                duration(delay),
                rate(perSecond));
    }

    /** Such as 35ms, 1s, 1.5s or 2m. */
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        } else if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        } else if (millis % 1_000 == 0) {
            return millis / 1_000 + "s";
        }
        return String.format(Locale.ROOT, "%.1fs", millis / 1_000.0);
    }

    /** Such as 950/s, 20.0k/s or 1.2M/s. */
    static String rate(long perSecond) {
        if (perSecond < 1_000) {
            return perSecond + "/s";
        } else if (perSecond < 1_000_000) {
            return String.format(Locale.ROOT, "%.1fk/s", perSecond / 1_000.0);
        }
        return String.format(Locale.ROOT, "%.1fM/s", perSecond / 1_000_000.0);
    }
}
