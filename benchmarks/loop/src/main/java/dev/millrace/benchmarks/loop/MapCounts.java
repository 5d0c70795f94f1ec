package dev.millrace.benchmarks.loop;

import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.result.Digest;
import dev.millrace.benchmarks.result.DigestBuilder;
import java.util.HashMap;
import java.util.Map;

/** As anyone would write it: {@code split} and {@link HashMap#merge}. */
final class MapCounts implements Counts<MapCounts> {
    private final Map<String, Integer> counts = new HashMap<>();

    @Override
    public void addLines(Lines lines) {
        for (String line : lines) {
            for (String word : line.split(" ")) {
                counts.merge(word, 1, Integer::sum);
            }
        }
    }

    @Override
    public void addShare(MapCounts other, int share, int shares) {
        other.counts.forEach((word, count) -> {
            if (Math.floorMod(word.hashCode(), shares) == share) {
                counts.merge(word, count, Integer::sum);
            }
        });
    }

    @Override
    public void addTimes(MapCounts other, int sign) {
        other.counts.forEach((word, count) -> counts.merge(word, sign * count, Integer::sum));
    }

    @Override
    public Digest digest() {
        DigestBuilder digest = new DigestBuilder();
        counts.forEach(digest::add);
        return digest.digest();
    }
}
