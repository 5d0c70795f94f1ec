package dev.millrace.cli;

import dev.millrace.crds.v1.DurationText;
import dev.millrace.crds.v1.RestartPolicy;
import dev.millrace.crds.v1.RestartType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Decides whether and when a failed process is replaced: at once the first time, then after pauses that double, until
 * there are too many failures within the window. Times are durations since any fixed moment. Not thread-safe.
 */
final class RestartBudget {
    private final RestartPolicy policy;
    private final Duration window;
    private final Deque<Duration> failures = new ArrayDeque<>();

    RestartBudget(RestartPolicy policy) {
        this.policy = policy;
        this.window = DurationText.parse(policy.window());
    }

    /** Counts a failure at {@code now}; the pause before the replacement, or empty when there is to be none. */
    Optional<Duration> failed(Duration now) {
        while (!failures.isEmpty() && failures.getFirst().plus(window).compareTo(now) <= 0) {
            failures.removeFirst();
        }
        failures.addLast(now);
        if (policy.type() == RestartType.Never || failures.size() >= policy.maxFailures()) {
            return Optional.empty();
        }
        return Optional.of(pause(failures.size()));
    }

    /** Failures that count now. */
    int count() {
        return failures.size();
    }

    private Duration pause(int failure) {
        if (failure == 1) {
            return Duration.ZERO;
        }
        Duration longest = DurationText.parse(policy.maxBackoff());
        Duration pause = DurationText.parse(policy.initialBackoff());
        for (int i = 2; i < failure && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
