package dev.millrace.operator.plan;

import dev.millrace.crds.v1.DurationText;
import dev.millrace.crds.v1.RestartPolicy;
import dev.millrace.crds.v1.RestartType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Whether and when a failed process may be replaced.
 *
 * <pre>
 *   failures:   x          x   x      x            |now
 *               |forgotten |<------- window ------>|
 *   pause:                 0   initial  2*initial ...       up to the longest
 * </pre>
 *
 * Time without a failure resets the pause: it grows only over failures that follow one another within twice the longest
 * pause and a minute, as those of a crash loop do. How often a job may fail is counted over the whole window.
 *
 * @param failures times that count at {@code now}, oldest first
 */
record RestartBudget(RestartPolicy policy, List<Instant> failures) {
    private static final Duration CALM = Duration.ofMinutes(1);

    /** The budget at {@code now}; failures older than the policy's window are left out. */
    static RestartBudget at(Instant now, RestartPolicy policy, Collection<Instant> failures) {
        Instant since = now.minus(DurationText.parse(policy.window()));
        return new RestartBudget(
                policy,
                failures.stream().filter(time -> time.isAfter(since)).sorted().toList());
    }

    /** Whether the job has failed too often. */
    boolean isExhausted() {
        return policy.type() == RestartType.Never ? !failures.isEmpty() : failures.size() >= policy.maxFailures();
    }

    /** From when on a replacement may start; long ago when nothing has failed. */
    Instant nextAttempt() {
        return failures.isEmpty() ? Instant.EPOCH : last().plus(pause());
    }

    Instant last() {
        return failures.get(failures.size() - 1);
    }

    private Duration pause() {
        Duration longest = DurationText.parse(policy.maxBackoff());
        Duration pause = DurationText.parse(policy.initialBackoff());
        int streak = streak(longest.multipliedBy(2).plus(CALM));
        if (streak == 1) {
            return Duration.ZERO;
        }
        for (int i = 2; i < streak && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** Failures up to the last that each followed the one before within {@code calm}. */
    private int streak(Duration calm) {
        int streak = 1;
        for (int i = failures.size() - 1; i > 0; i--) {
            if (Duration.between(failures.get(i - 1), failures.get(i)).compareTo(calm) > 0) {
                break;
            }
            streak++;
        }
        return streak;
    }
}
