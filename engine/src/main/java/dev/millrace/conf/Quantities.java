package dev.millrace.conf;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations ({@code 10ms}, {@code 1s}, {@code 5m}) and sizes ({@code 64k}, {@code 1g}). */
public final class Quantities {
    private static final Pattern PATTERN = Pattern.compile("(\\d+)\\s*([a-zA-Z]*)");
    private static final String DURATION_UNITS = "us, ms, s, m, h, d";
    private static final String SIZE_UNITS = "b, k, m, g, t (powers of 1024; kb, mb, ki, mi and so on are the same)";

    private Quantities() {}

    /**
     * The duration that {@code text} stands for; a number without a unit counts milliseconds.
     *
     * @throws IllegalArgumentException naming the units that exist
     */
    public static Duration duration(String text) {
        Matcher matcher = match(text, "a duration such as 500ms, 10s or 5m; units are " + DURATION_UNITS);
        long amount = amount(matcher, text);
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
            case "", "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default ->
                throw new IllegalArgumentException(
                        "unknown unit \"" + matcher.group(2) + "\"; units are " + DURATION_UNITS);
        };
    }

    /**
     * The number of bytes that {@code text} stands for; a number without a unit counts bytes.
     *
     * @throws IllegalArgumentException naming the units that exist
     */
    public static long bytes(String text) {
        Matcher matcher = match(text, "a size such as 512k, 64m or 1g; units are " + SIZE_UNITS);
        int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 0;
            case "k", "kb", "ki", "kib" -> 10;
            case "m", "mb", "mi", "mib" -> 20;
            case "g", "gb", "gi", "gib" -> 30;
            case "t", "tb", "ti", "tib" -> 40;
            default ->
                throw new IllegalArgumentException(
                        "unknown unit \"" + matcher.group(2) + "\"; units are " + SIZE_UNITS);
        };
        return Math.multiplyExact(amount(matcher, text), 1L << shift);
    }

    /** The shortest text that {@link #duration} reads back to the same value. */
    public static String format(Duration duration) {
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toNanos() / 1_000 + "us";
        }
        long millis = duration.toMillis();
        return millis % 1_000 == 0 && millis > 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    private static Matcher match(String text, String expected) {
        Matcher matcher = PATTERN.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not " + expected);
        }
        return matcher;
    }

    private static long amount(Matcher matcher, String text) {
        try {
            return Long.parseLong(matcher.group(1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is too large", e);
        }
    }
}
