package dev.millrace.crds.v1;

import java.util.regex.Pattern;

/** Heap sizes as manifests write them: a whole number and a unit, powers of 1024, such as {@code 512m} or {@code 1Gi}. */
public final class MemoryText {
    /** The smallest heap that a driver or an executor starts with is 64 MiB, so the pattern begins there. */
    public static final String PATTERN = "^((6[4-9]|[7-9][0-9]|[1-9][0-9]{2,5})(m|Mi)|[1-9][0-9]{0,5}(g|t|Gi|Ti))$";

    public static final String EXPECTED = "a memory size such as 512m, 2g or 2Gi, at least 64m";
    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private MemoryText() {}

    /**
     * The number of bytes that {@code text} stands for.
     *
     * @throws IllegalArgumentException when it does not match {@link #PATTERN}
     */
    public static long parse(String text) {
        if (!COMPILED.matcher(text).matches()) {
            throw new IllegalArgumentException("expected " + EXPECTED + ", found \"" + text + "\"");
        }
        int digits = 0;
        while (Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        int shift = switch (text.charAt(digits)) {
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 40;
        };
        return Long.parseLong(text.substring(0, digits)) << shift;
    }
}
