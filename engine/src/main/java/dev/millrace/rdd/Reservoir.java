package dev.millrace.rdd;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/** Takes a uniform sample of fixed size from an iterator of unknown length (Vitter's algorithm R). */
final class Reservoir {
    private Reservoir() {}

    /**
     * @param kept the sample, in no particular order
     * @param seen how many elements there were
     */
    record Sample<T>(List<T> kept, long seen) implements Serializable {}

    static <T> Sample<T> sample(Iterator<T> elements, int size) {
        SplittableRandom random = new SplittableRandom(size);
        List<T> kept = new ArrayList<>();
        long seen = 0;
        while (elements.hasNext()) {
            T element = elements.next();
            seen++;
            if (kept.size() < size) {
                kept.add(element);
            } else {
                long place = random.nextLong(seen);
                if (place < size) {
                    kept.set((int) place, element);
                }
            }
        }
        return new Sample<>(kept, seen);
    }
}
