package dev.millrace.benchmarks.result;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The digest each batch must have: some first batches of their own, then a cycle that repeats for ever, as the corpus
 * does.
 *
 * @param first digests of the first batches
 * @param cycle digests of those that follow, round and round; at least one
 */
public record Expected(List<Digest> first, List<Digest> cycle) {
    /** Copies, and checks that the cycle is one. */
    public Expected {
        first = List.copyOf(first);
        cycle = List.copyOf(cycle);
        if (cycle.isEmpty()) {
            throw new IllegalArgumentException("a cycle of expected digests cannot be empty");
        }
    }

    /** The digest of batch {@code number}, counted from 0. */
    public Digest of(int number) {
        return number < first.size() ? first.get(number) : cycle.get((number - first.size()) % cycle.size());
    }

    /** The text that {@link #parse} reads. */
    public String format() {
        return join(first) + ";" + join(cycle);
    }

    /** Reads what {@link #format} wrote. */
    public static Expected parse(String text) {
        int semicolon = text.indexOf(';');
        return new Expected(split(text.substring(0, semicolon)), split(text.substring(semicolon + 1)));
    }

    private static String join(List<Digest> digests) {
        return digests.stream().map(Digest::toString).collect(Collectors.joining(","));
    }

    private static List<Digest> split(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Digest::parse).toList();
    }
}
