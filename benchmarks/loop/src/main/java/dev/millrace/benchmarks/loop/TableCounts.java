package dev.millrace.benchmarks.loop;

import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.result.Digest;
import dev.millrace.benchmarks.result.DigestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * As one who counts cycles would write it: hashes words where they stand in the line and makes a string only of a word
 * not seen before. A program of typed functions cannot do this, as its functions hand over strings.
 */
final class TableCounts implements Counts<TableCounts> {
    private @Nullable String[] words = new @Nullable String[1 << 16];
    private int[] counts = new int[1 << 16];
    private int used;

    @Override
    public void addLines(Lines lines) {
        for (String line : lines) {
            addLine(line);
        }
    }

    private void addLine(String line) {
        int length = line.length();
        int start = 0;
        int hash = 0;
        for (int i = 0; i < length; i++) {
            char c = line.charAt(i);
            if (c == ' ') {
                addWord(line, start, i, hash);
                start = i + 1;
                hash = 0;
            } else {
                hash = 31 * hash + c;
            }
        }
        addWord(line, start, length, hash);
    }

    private void addWord(String line, int start, int end, int hash) {
        int mask = words.length - 1;
        int length = end - start;
        int slot = spread(hash) & mask;
        for (String word = words[slot]; word != null; word = words[slot]) {
            if (word.length() == length && word.regionMatches(0, line, start, length)) {
                counts[slot]++;
                return;
            }
            slot = (slot + 1) & mask;
        }
        insert(slot, line.substring(start, end), 1);
    }

    private void add(String word, int count) {
        int mask = words.length - 1;
        int slot = spread(word.hashCode()) & mask;
        for (String present = words[slot]; present != null; present = words[slot]) {
            if (present.equals(word)) {
                counts[slot] += count;
                return;
            }
            slot = (slot + 1) & mask;
        }
        insert(slot, word, count);
    }

    private void insert(int slot, String word, int count) {
        words[slot] = word;
        counts[slot] = count;
        if (++used * 2 > words.length) {
            grow();
        }
    }

    private void grow() {
        @Nullable String[] oldWords = words;
        int[] oldCounts = counts;
        words = new @Nullable String[oldWords.length * 2];
        counts = new int[oldCounts.length * 2];
        used = 0;
        for (int i = 0; i < oldWords.length; i++) {
            String word = oldWords[i];
            if (word != null) {
                add(word, oldCounts[i]);
            }
        }
    }

    @Override
    public void addShare(TableCounts other, int share, int shares) {
        for (int i = 0; i < other.words.length; i++) {
            String word = other.words[i];
            if (word != null && Math.floorMod(word.hashCode(), shares) == share) {
                add(word, other.counts[i]);
            }
        }
    }

    @Override
    public void addTimes(TableCounts other, int sign) {
        for (int i = 0; i < other.words.length; i++) {
            String word = other.words[i];
            if (word != null) {
                add(word, sign * other.counts[i]);
            }
        }
    }

    @Override
    public Digest digest() {
        DigestBuilder digest = new DigestBuilder();
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word != null) {
                digest.add(word, counts[i]);
            }
        }
        return digest.digest();
    }

    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 16);
    }
}
