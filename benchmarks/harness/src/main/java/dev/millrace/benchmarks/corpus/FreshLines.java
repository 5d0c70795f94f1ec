package dev.millrace.benchmarks.corpus;

import java.util.Iterator;

/**
 * The lines of a slice, each as a new string: what reading from outside costs in memory.
 *
 * @param lines whose text to copy
 */
public record FreshLines(CorpusLines lines) implements Lines {
    @Override
    public int count() {
        return lines.count();
    }

    @Override
    public Iterator<String> iterator() {
        Iterator<String> source = lines.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public String next() {
                return new String(source.next().toCharArray());
            }
        };
    }
}
