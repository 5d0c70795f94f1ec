package dev.millrace.benchmarks.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusLines;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OracleTest {
    private static final CorpusSpec SPEC = new CorpusSpec(3, 50, 60);

    @Test
    void countsWords() {
        assertEquals(Map.of("a", 2L, "b", 1L), Oracle.count(List.of("a b", "a")));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 20, 45, 60, 250})
    void knowsEveryBatch(int linesPerBatch) {
        Oracle oracle = new Oracle(SPEC, linesPerBatch);
        String pattern = Corpus.of(SPEC).line(0).substring(0, 2);
        for (int batch = 0; batch < 30; batch++) {
            long from = (long) batch * linesPerBatch;
            CorpusLines lines = new CorpusLines(SPEC, from, linesPerBatch);
            assertEquals(Oracle.digest(Oracle.count(lines)), oracle.wordCount().of(batch));
            long matches = LongStream.range(from, from + linesPerBatch)
                    .filter(i -> Corpus.of(SPEC).line(i).contains(pattern))
                    .count();
            assertEquals(Digest.ofCount(matches), oracle.grep(pattern).of(batch));
        }
    }

    @Test
    void knowsEveryWindow() {
        Expected expected = new Oracle(SPEC, 7).windowedWordCount(4);
        for (int batch = 0; batch < 100; batch++) {
            int first = Math.max(0, batch - 3);
            CorpusLines inWindow = new CorpusLines(SPEC, first * 7L, (batch - first + 1) * 7);
            assertEquals(Oracle.digest(Oracle.count(inWindow)), expected.of(batch), "batch " + batch);
        }
    }

    @Test
    void anEmptyBatchHasTheEmptyDigest() {
        assertEquals(Digest.EMPTY, new Oracle(SPEC, 0).wordCount().of(5));
    }

    @Test
    void digestsDoNotDependOnOrder() {
        Digest one = Digest.of("a", 1).plus(Digest.of("b", 2));
        Digest other = Digest.of("b", 2).plus(Digest.of("a", 1)).plus(Digest.of("c", 0));
        assertEquals(one, other);
    }

    @Test
    void digestsTellWordsAndCountsApart() {
        assertNotEquals(
                Digest.of("a", 1).plus(Digest.of("b", 2)), Digest.of("a", 2).plus(Digest.of("b", 1)));
        assertNotEquals(Digest.of("a", 2), Digest.of("a", 1).plus(Digest.of("a", 1)));
    }

    @Test
    void expectationsSurviveBeingWritten() {
        Expected expected =
                new Expected(List.of(Digest.of("x", 5)), List.of(new Digest(3, -1), new Digest(4, Long.MIN_VALUE)));
        assertEquals(expected, Expected.parse(expected.format()));
        Expected cycleOnly = new Expected(List.of(), List.of(Digest.EMPTY));
        assertEquals(cycleOnly, Expected.parse(cycleOnly.format()));
    }
}
