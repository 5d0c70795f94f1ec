package dev.millrace.benchmarks.corpus;

import java.io.Serializable;

/** One partition's share of a batch: names lines without holding them, so shipping it to a task costs nothing. */
public interface Lines extends Iterable<String>, Serializable {
    /** No lines at all. */
    Lines NONE = new CorpusLines(new CorpusSpec(0, 1, 1), 0, 0);

    /** How many lines an iteration gives. */
    int count();
}
