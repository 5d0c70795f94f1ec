package dev.millrace.conf;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations ({@code 10ms}, {@code 1s}, {@code 5m}) and sizes ({@code 64k}, {@code 1g}): a whole number that is
 * not negative, and a unit in upper or lower case.
 */
public final class Quantities {
    private static final Pattern PATTERN = Pattern.compile("(\\d+)\\s*([a-zA-Z]*)");
    private static final String DURATION_UNITS = "ns, us, ms, s, m, h, d";
    private static final String SIZE_UNITS = "b, k, m, g, t (powers of 1024; kb, mb, ki, mi and so on are the same)";

    private Quantities() {}

    /**
     * The duration that {@code text} stands for; a number without a unit counts milliseconds.
     *
     * @throws IllegalArgumentException naming the units that exist
     */
    public static Duration duration(String text) {
        Matcher matcher = match(text, "a whole number and a unit, such as 500ms, 10s or 5m");
        try {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "ns" -> Duration.ofNanos(amount);
                case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
                case "", "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m", "min" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> throw unknownUnit(matcher, DURATION_UNITS);
            };
        } catch (NumberFormatException | ArithmeticException e) {
            throw tooLarge(text, e);
        }
    }

    /**
     * The number of bytes that {@code text} stands for; a number without a unit counts bytes.
     *
     * @throws IllegalArgumentException naming the units that exist
     */
    public static long bytes(String text) {
        Matcher matcher = match(text, "a whole number and a unit, such as 512k, 64m or 1g");
        int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 0;
            case "k", "kb", "ki", "kib" -> 10;
            case "m", "mb", "mi", "mib" -> 20;
            case "g", "gb", "gi", "gib" -> 30;
            case "t", "tb", "ti", "tib" -> 40;
            default -> throw unknownUnit(matcher, SIZE_UNITS);
        };
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
        } catch (NumberFormatException | ArithmeticException e) {
            throw tooLarge(text, e);
        }
    }

    /**
     * The text in the largest unit that needs no fraction; {@link #duration} reads it back to the same value.
     *
     * @throws IllegalArgumentException when the duration is negative
     */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("negative: " + duration);
        }
        int nanos = duration.toNanosPart();
        if (duration.isZero() || (nanos != 0 && nanos % 1_000_000 == 0)) {
            return duration.toMillis() + "ms";
        }
        if (nanos != 0) {
            return nanos % 1_000 == 0 ? duration.toNanos() / 1_000 + "us" : duration.toNanos() + "ns";
        }
        long seconds = duration.toSeconds();
        if (seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    private static Matcher match(String text, String expected) {
        Matcher matcher = PATTERN.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not " + expected);
        }
        return matcher;
    }

    private static IllegalArgumentException unknownUnit(Matcher matcher, String units) {
        return new IllegalArgumentException("unknown unit \"" + matcher.group(2) + "\"; units are " + units);
    }

    private static IllegalArgumentException tooLarge(String text, RuntimeException cause) {
        return new IllegalArgumentException("\"" + text.trim() + "\" is too large", cause);
    }
}
