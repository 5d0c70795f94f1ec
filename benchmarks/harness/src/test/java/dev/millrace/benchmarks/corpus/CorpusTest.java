package dev.millrace.benchmarks.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorpusTest {
    private static final CorpusSpec SPEC = new CorpusSpec(1, 5_000, 20_000);
    private final Corpus corpus = Corpus.of(SPEC);

    @Test
    void theSameSpecificationGivesTheSameLines() {
        assertEquals(
                Arrays.asList(Corpus.of(SPEC).array()),
                Arrays.asList(Corpus.of(new CorpusSpec(1, 5_000, 20_000)).array()));
        assertNotEquals(
                corpus.line(0), Corpus.of(new CorpusSpec(2, 5_000, 20_000)).line(0));
    }

    @Test
    void linesHaveTenWordsOnAverage() {
        double words = IntStream.range(0, corpus.size())
                .map(i -> corpus.line(i).split(" ").length)
                .average()
                .orElseThrow();
        assertEquals(10, words, 0.1);
    }

    @Test
    void wordsFollowZipf() {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < corpus.size(); i++) {
            for (String word : corpus.line(i).split(" ")) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        List<Integer> byRank = new ArrayList<>(counts.values());
        byRank.sort(Collections.reverseOrder());
        assertEquals(10, (double) byRank.get(0) / byRank.get(9), 2);
        assertEquals(100, (double) byRank.get(0) / byRank.get(99), 20);
    }

    @Test
    void aboutOneLineInAHundredContainsThePattern() {
        long matches = IntStream.range(0, corpus.size())
                .filter(i -> corpus.line(i).contains(corpus.pattern()))
                .count();
        assertTrue(matches > corpus.size() / 400 && matches < corpus.size() / 25, matches + " matches");
    }

    @Test
    void aSliceGoesOnAtTheBeginning() {
        List<String> lines = new ArrayList<>();
        new CorpusLines(SPEC, 3L * corpus.size() - 1, 3).forEach(lines::add);
        assertEquals(List.of(corpus.line(corpus.size() - 1), corpus.line(0), corpus.line(1)), lines);
    }

    @Test
    void aSliceEnds() {
        Iterator<String> one = new CorpusLines(SPEC, 7, 1).iterator();
        one.next();
        assertThrows(NoSuchElementException.class, one::next);
        assertThrows(NoSuchElementException.class, Lines.NONE.iterator()::next);
    }

    @Test
    void freshLinesAreEqualButNotTheSame() {
        CorpusLines lines = new CorpusLines(SPEC, 0, 1);
        String fresh = new FreshLines(lines).iterator().next();
        assertEquals(corpus.line(0), fresh);
        assertNotSame(corpus.line(0), fresh);
    }
}
