package dev.millrace.benchmarks.result;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusLines;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes what the engines must find: slowly, in one thread, with a map. */
public final class Oracle {
    private final CorpusSpec corpus;
    private final int linesPerBatch;
    private final int cycle;

    /** For batches of {@code linesPerBatch} consecutive lines of {@code corpus}. */
    public Oracle(CorpusSpec corpus, int linesPerBatch) {
        this.corpus = corpus;
        this.linesPerBatch = linesPerBatch;
        this.cycle = linesPerBatch == 0 ? 1 : corpus.lines() / greatestCommonDivisor(corpus.lines(), linesPerBatch);
    }

    /** How many lines of each batch contain {@code pattern}. */
    public Expected grep(String pattern) {
        long[] matchesBefore = new long[corpus.lines() + 1];
        Corpus lines = Corpus.of(corpus);
        for (int i = 0; i < corpus.lines(); i++) {
            matchesBefore[i + 1] = matchesBefore[i] + (lines.line(i).contains(pattern) ? 1 : 0);
        }
        List<Digest> digests = new ArrayList<>();
        for (int batch = 0; batch < cycle; batch++) {
            long from = (long) batch * linesPerBatch;
            digests.add(Digest.ofCount(before(from + linesPerBatch, matchesBefore) - before(from, matchesBefore)));
        }
        return new Expected(List.of(), digests);
    }

    /** The word counts of each batch. */
    public Expected wordCount() {
        List<Digest> digests = new ArrayList<>();
        for (int batch = 0; batch < cycle; batch++) {
            digests.add(digest(count(batch)));
        }
        return new Expected(List.of(), digests);
    }

    /** The word counts of the last {@code window} batches up to and including each batch. */
    public Expected windowedWordCount(int window) {
        List<Map<String, Long>> batches = new ArrayList<>();
        for (int batch = 0; batch < cycle; batch++) {
            batches.add(count(batch));
        }
        List<Digest> digests = new ArrayList<>();
        for (int batch = 0; batch < window - 1 + cycle; batch++) {
            Map<String, Long> sum = new HashMap<>();
            for (int back = Math.max(0, batch - window + 1); back <= batch; back++) {
                batches.get(back % cycle).forEach((word, count) -> sum.merge(word, count, Long::sum));
            }
            digests.add(digest(sum));
        }
        return new Expected(digests.subList(0, window - 1), digests.subList(window - 1, digests.size()));
    }

    private Map<String, Long> count(int batch) {
        return count(new CorpusLines(corpus, (long) batch * linesPerBatch, linesPerBatch));
    }

    /** The words of {@code lines}, counted. */
    public static Map<String, Long> count(Iterable<String> lines) {
        Map<String, Long> counts = new HashMap<>();
        for (String line : lines) {
            for (String word : line.split(" ")) {
                counts.merge(word, 1L, Long::sum);
            }
        }
        return counts;
    }

    /** The digest of counted words. */
    public static Digest digest(Map<String, Long> counts) {
        DigestBuilder digest = new DigestBuilder();
        counts.forEach(digest::add);
        return digest.digest();
    }

    private static long before(long index, long[] matchesBefore) {
        int size = matchesBefore.length - 1;
        return index / size * matchesBefore[size] + matchesBefore[(int) (index % size)];
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
