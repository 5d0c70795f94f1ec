package dev.millrace.benchmarks.result;

import java.io.Serializable;

/**
 * A result in sixteen bytes: equal word counts have equal digests whatever the order and the partitions of their words,
 * and unequal ones differ (but for one in 2^64). Words counted zero times leave no trace.
 *
 * @param total sum of the counts
 * @param checksum sum over the words of a hash of word and count
 */
public record Digest(long total, long checksum) implements Serializable {
    /** The digest of no words. */
    public static final Digest EMPTY = new Digest(0, 0);

    /** The digest of one word with its count. */
    public static Digest of(String word, long count) {
        return count == 0 ? EMPTY : new Digest(count, mark(word, count));
    }

    /** The digest of a bare number, as grep gives it. */
    public static Digest ofCount(long count) {
        return new Digest(count, 0);
    }

    /** The digest of both together, where no word is in both. */
    public Digest plus(Digest other) {
        return new Digest(total + other.total, checksum + other.checksum);
    }

    /** The hash that one word with its count adds to the checksum; {@code count} is not zero. */
    public static long mark(String word, long count) {
        long z = word.hashCode() * 0x9E3779B97F4A7C15L + count;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** {@code total:checksum}, for {@link #parse}. */
    @Override
    public String toString() {
        return total + ":" + Long.toHexString(checksum);
    }

    /** Reads what {@link #toString} wrote. */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        return new Digest(
                Long.parseLong(text.substring(0, colon)), Long.parseUnsignedLong(text.substring(colon + 1), 16));
    }
}
