package dev.millrace.benchmarks.corpus;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Consecutive lines of a corpus, going on at its beginning past its end.
 *
 * @param spec the corpus
 * @param from index of the first line; may lie beyond the corpus' size
 * @param count how many lines
 */
public record CorpusLines(CorpusSpec spec, long from, int count) implements Lines {
    @Override
    public Iterator<String> iterator() {
        if (count == 0) {
            return new Cursor(new String[0], 0, 0);
        }
        String[] all = Corpus.of(spec).array();
        return new Cursor(all, (int) (from % all.length), count);
    }

    private static final class Cursor implements Iterator<String> {
        private final String[] all;
        private int next;
        private int left;

        Cursor(String[] all, int next, int left) {
            this.all = all;
            this.next = next;
            this.left = left;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public String next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            left--;
            String line = all[next++];
            if (next == all.length) {
                next = 0;
            }
            return line;
        }
    }
}
