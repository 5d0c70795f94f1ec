package dev.millrace.benchmarks.loop;

import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.result.Digest;

/** Words with their counts; for one thread. */
interface Counts<C extends Counts<C>> {
    /** Adds each word of each line. */
    void addLines(Lines lines);

    /** Adds those counts of {@code other} whose words belong to {@code share}, one of {@code shares}. */
    void addShare(C other, int share, int shares);

    /** Adds all counts of {@code other}, {@code sign} times. */
    void addTimes(C other, int sign);

    Digest digest();
}
