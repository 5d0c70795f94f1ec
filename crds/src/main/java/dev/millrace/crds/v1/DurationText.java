package dev.millrace.crds.v1;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as manifests write them: a whole number from 1 and a unit, such as {@code 500ms}. */
public final class DurationText {
    public static final String PATTERN = "^([1-9][0-9]{0,9})(ms|s|m|h|d)$";
    public static final String EXPECTED = "a duration such as 500ms, 10s or 5m, at least 1ms";

    /** Milliseconds by unit, as a map in CEL. */
    static final String CEL_UNITS = "{'ms': 1, 's': 1000, 'm': 60000, 'h': 3600000, 'd': 86400000}";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private DurationText() {}

    /**
     * The duration that {@code text} stands for, at least one millisecond.
     *
     * @throws IllegalArgumentException when it does not match {@link #PATTERN}
     */
    public static Duration parse(String text) {
        Matcher matcher = COMPILED.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + EXPECTED + ", found \"" + text + "\"");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
