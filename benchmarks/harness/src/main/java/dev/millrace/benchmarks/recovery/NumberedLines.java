package dev.millrace.benchmarks.recovery;

/** A line of text for each number, the same in every program. */
public final class NumberedLines {
    /** Words in a line. */
    public static final int WORDS = 10;

    private static final int DIFFERENT_WORDS = 10_000;

    private NumberedLines() {}

    /** Line {@code number}: words with a space between them. */
    public static String line(long number) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            long hash = (number * WORDS + i) * 0x9E3779B97F4A7C15L;
            line.append(i == 0 ? "" : " ").append('w').append((hash >>> 32) % DIFFERENT_WORDS);
        }
        return line.toString();
    }
}
