package dev.millrace.e2e.ledger;

import java.io.Serializable;

/**
 * How many records, and a sum that nearly every loss or doubling changes, whatever the order.
 *
 * <p>The records of the batch that ends at time <i>t</i>, in milliseconds, are the numbers from
 * <i>t</i> × {@link #MOST_RECORDS} on: no two batches share one, and a batch that runs again has the same.
 */
public record Tally(long records, long sum) implements Serializable {

    public static final Tally NONE = new Tally(0, 0);

    /** Most records of a batch. */
    public static final int MOST_RECORDS = 100_000;

    /** One record. */
    public static Tally of(long number) {
        return new Tally(1, mixed(number));
    }

    /** What a batch comes to when each of its records counts once. */
    public static Tally ofBatch(long batchMillis, int records) {
        long first = firstOf(batchMillis);
        Tally all = NONE;
        for (int i = 0; i < records; i++) {
            all = all.plus(of(first + i));
        }
        return all;
    }

    /** The first record of a batch. */
    public static long firstOf(long batchMillis) {
        return batchMillis * MOST_RECORDS;
    }

    public Tally plus(Tally other) {
        return new Tally(records + other.records, sum + other.sum);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): sums of neighbours do not cancel out. */
    private static long mixed(long number) {
        long z = number + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
