package dev.millrace.benchmarks.recovery;

import java.util.Arrays;
import java.util.List;

/**
 * What a program says of a batch on standard output, {@code BATCH time completed words}, once its result is at the driver.
 *
 * @param time the batch's time, at which its interval ended, in milliseconds since the epoch
 * @param completed when its result was complete at the driver, in milliseconds since the epoch
 * @param words sum of all counts of its result
 */
public record BatchLine(long time, long completed, long words) {
    private static final String MARK = "BATCH ";

    /** Says that the batch of {@code time} is complete now. */
    public static void print(long time, long words) {
        System.out.println(MARK + time + " " + System.currentTimeMillis() + " " + words);
    }

    /** The batches that {@code output} tells of; a last line that is not ended is left out. */
    static List<BatchLine> parse(String output) {
        return output.substring(0, output.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> Arrays.stream(line.substring(MARK.length()).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .map(fields -> new BatchLine(fields[0], fields[1], fields[2]))
                .toList();
    }

    /** Milliseconds from the end of the interval to the complete result. */
    long delay() {
        return completed - time;
    }
}
