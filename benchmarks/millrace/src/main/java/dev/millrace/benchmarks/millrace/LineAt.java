package dev.millrace.benchmarks.millrace;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.function.Function;
import org.jspecify.annotations.Nullable;

/** The line of a number; what is shipped is how to make the corpus, not the corpus. */
final class LineAt implements Function<Long, String> {
    private final CorpusSpec spec;
    private final boolean fresh;
    private transient @Nullable Corpus corpus;

    /** @param fresh whether each call is to make a new string */
    LineAt(CorpusSpec spec, boolean fresh) {
        this.spec = spec;
        this.fresh = fresh;
    }

    @Override
    public String call(Long number) {
        Corpus lines = corpus;
        if (lines == null) {
            lines = Corpus.of(spec);
            corpus = lines;
        }
        String line = lines.line(number);
        return fresh ? new String(line.toCharArray()) : line;
    }
}
