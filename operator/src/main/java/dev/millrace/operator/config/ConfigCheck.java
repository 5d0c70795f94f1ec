package dev.millrace.operator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks what the types of the configuration do not say. */
public final class ConfigCheck {
    private static final String PREFIX = "millrace.operator.";

    private final List<String> problems = new ArrayList<>();

    private ConfigCheck() {}

    /**
     * Returns when everything is right.
     *
     * @throws IllegalArgumentException with all that is wrong
     */
    public static void check(OperatorConfig config) {
        ConfigCheck check = new ConfigCheck();
        check.configuration(config);
        if (!check.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", check.problems));
        }
    }

    private void configuration(OperatorConfig config) {
        if (config.image().isBlank()) {
            problems.add(PREFIX + "image: expected the name of an image, found nothing");
        }
        between("resync-interval", config.resyncInterval(), Duration.ofSeconds(1), Duration.ofHours(1));
        between("status-interval", config.statusInterval(), Duration.ofSeconds(1), Duration.ofHours(1));
        between("node-loss-tolerance", config.nodeLossTolerance(), Duration.ZERO, Duration.ofHours(1));
        between("certificate-lifetime", config.certificateLifetime(), Duration.ofHours(1), Duration.ofDays(36_500));
        between("driver.poll-interval", config.driver().pollInterval(), Duration.ofMillis(50), Duration.ofMinutes(1));
        between(
                "driver.request-timeout",
                config.driver().requestTimeout(),
                Duration.ofMillis(50),
                Duration.ofMinutes(1));
        OperatorConfig.Limits limits = config.timeout();
        Duration second = Duration.ofSeconds(1);
        Duration day = Duration.ofDays(1);
        between("timeout.image", limits.image(), second, day);
        between("timeout.scheduling", limits.scheduling(), second, day);
        between("timeout.start", limits.start(), second, day);
        between("timeout.driver-ready", limits.driverReady(), second, day);
        between("timeout.registration", limits.registration(), second, day);
        between("timeout.unresponsive", limits.unresponsive(), second, day);
        between("timeout.drain", limits.drain(), second, day);
        between("timeout.end", limits.end(), Duration.ZERO, day);
        between("canary.interval", config.canary().interval(), second, day);
        between("canary.timeout", config.canary().timeout(), second, day);
        canaryNamespace(config);
        OperatorConfig.LeaderElection election = config.leaderElection();
        between(
                "leader-election.retry-period",
                election.retryPeriod(),
                Duration.ofMillis(100),
                election.renewDeadline());
        between("leader-election.renew-deadline", election.renewDeadline(), second, election.leaseDuration());
    }

    /** A canary in a namespace that nobody watches would have the operator restarted for ever. */
    private void canaryNamespace(OperatorConfig config) {
        String own = config.namespace().orElse(null);
        boolean watchesAll = config.namespaces().equals(OperatorConfig.ALL_NAMESPACES);
        if (config.canary().enabled()
                && !watchesAll
                && own != null
                && !List.of(config.namespaces().split(",", -1)).contains(own)) {
            problems.add(PREFIX + "canary.enabled: expected the operator's own namespace " + own + " among those of "
                    + PREFIX + "namespaces, found " + config.namespaces());
        }
    }

    private void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.add(PREFIX + key + ": expected a duration from " + text(least) + " to " + text(most) + ", found "
                    + text(value));
        }
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
