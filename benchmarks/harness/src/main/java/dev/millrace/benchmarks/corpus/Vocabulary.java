package dev.millrace.benchmarks.corpus;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Pronounceable words that occur as often as those of a natural language do: the word of rank r with probability
 * proportional to 1/r (Zipf's law), frequent words short, rare ones longer.
 */
final class Vocabulary {
    private static final String CONSONANTS = "tnshrdlcmwfgypbvk";
    private static final String VOWELS = "eaoiu";

    private final String[] words;
    private final double[] cumulative;

    Vocabulary(int size, Random random) {
        words = new String[size];
        cumulative = new double[size];
        Set<String> taken = new HashSet<>();
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
            words[rank] = unusedWord(rank, taken, random);
            sum += 1.0 / (rank + 1);
            cumulative[rank] = sum;
        }
    }

    /** The word of the given rank; 0 is the most frequent. */
    String word(int rank) {
        return words[rank];
    }

    int size() {
        return words.length;
    }

    /** Draws a word by its frequency. */
    String draw(Random random) {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, point);
        return words[Math.min(found < 0 ? -found - 1 : found, words.length - 1)];
    }

    private static String unusedWord(int rank, Set<String> taken, Random random) {
        int length = 2 + (int) (Math.log10(rank + 1.0) * 1.1) + random.nextInt(3);
        for (int attempt = 1; ; attempt++) {
            String word = pronounceable(length + attempt / 20, random);
            if (taken.add(word)) {
                return word;
            }
        }
    }

    private static String pronounceable(int length, Random random) {
        StringBuilder word = new StringBuilder(length);
        boolean vowel = random.nextInt(3) == 0;
        while (word.length() < length) {
            String letters = vowel ? VOWELS : CONSONANTS;
            word.append(letters.charAt(random.nextInt(letters.length())));
            vowel = !vowel;
        }
        return word.toString();
    }
}
