package dev.millrace.benchmarks.result;

/** Adds up a digest word by word; for one thread. */
public final class DigestBuilder {
    private long total;
    private long checksum;

    /** Adds a word that was not added before. */
    public void add(String word, long count) {
        if (count != 0) {
            total += count;
            checksum += Digest.mark(word, count);
        }
    }

    /** What was added so far. */
    public Digest digest() {
        return new Digest(total, checksum);
    }
}
