package dev.millrace.benchmarks.corpus;

import java.io.Serializable;

/**
 * What a corpus is made from: equal specifications give equal lines, on every JVM.
 *
 * @param seed of the random choices
 * @param words size of the vocabulary
 * @param lines how many lines to make
 */
public record CorpusSpec(long seed, int words, int lines) implements Serializable {
    /** Checks that there is something to choose from. */
    public CorpusSpec {
        if (words < 1 || lines < 1) {
            throw new IllegalArgumentException("a corpus needs words and lines, not " + words + " and " + lines);
        }
    }
}
