package dev.millrace.rdd;

import dev.millrace.function.FlatMapFunction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Takes a uniform sample of each partition (Vitter's algorithm R).
 *
 * @param size of a sample, at most
 */
record Reservoir<T>(int size) implements FlatMapFunction<Iterator<T>, Reservoir.Sample<T>>, DerivedFunction {
    /**
     * @param kept the sample, in no particular order
     * @param seen how many elements there were
     */
    record Sample<T>(List<T> kept, long seen) implements Serializable {}

    @Override
    public void key(PlanKey key) {
        key.value(Reservoir.class).value(size);
    }

    @Override
    public Iterator<Sample<T>> call(Iterator<T> elements) {
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
        return List.of(new Sample<>(kept, seen)).iterator();
    }
}
