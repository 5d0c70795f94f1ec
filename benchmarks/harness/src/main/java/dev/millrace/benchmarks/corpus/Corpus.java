package dev.millrace.benchmarks.corpus;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lines of eight to twelve words, ten on average, one blank between words; immutable, in memory, made once a process.
 */
public final class Corpus {
    private static final Map<CorpusSpec, Corpus> MADE = new ConcurrentHashMap<>();
    private static final int PATTERN_RANK = 80;
    private static final int PATTERN_LENGTH = 5;

    private final String[] lines;
    private final String pattern;

    private Corpus(CorpusSpec spec) {
        Random random = new Random(spec.seed());
        Vocabulary vocabulary = new Vocabulary(spec.words(), random);
        lines = new String[spec.lines()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line(vocabulary, random);
        }
        pattern = choosePattern(vocabulary);
    }

    /** The corpus of {@code spec}; the first call of a process makes it, later ones return the same object. */
    public static Corpus of(CorpusSpec spec) {
        return MADE.computeIfAbsent(spec, Corpus::new);
    }

    /** How many lines there are. */
    public int size() {
        return lines.length;
    }

    /** Line {@code index}, counted round and round: the line after the last is the first. */
    public String line(long index) {
        return lines[(int) (index % lines.length)];
    }

    /** What the grep looks for: a word that about one line in a hundred contains. */
    public String pattern() {
        return pattern;
    }

    String[] array() {
        return lines;
    }

    private static String line(Vocabulary vocabulary, Random random) {
        int words = 8 + random.nextInt(5);
        StringBuilder line = new StringBuilder(words * 6);
        for (int i = 0; i < words; i++) {
            if (i > 0) {
                line.append(' ');
            }
            line.append(vocabulary.draw(random));
        }
        return line.toString();
    }

    private static String choosePattern(Vocabulary vocabulary) {
        for (int rank = PATTERN_RANK; rank < vocabulary.size(); rank++) {
            if (vocabulary.word(rank).length() >= PATTERN_LENGTH) {
                return vocabulary.word(rank);
            }
        }
        return vocabulary.word(vocabulary.size() - 1);
    }
}
