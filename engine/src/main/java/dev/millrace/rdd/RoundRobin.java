package dev.millrace.rdd;

import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import java.util.Iterator;

/**
 * Deals elements to partitions in turn, starting at another one in each source partition; the same at every run.
 *
 * @param numPartitions how many there are
 */
record RoundRobin<T>(int numPartitions)
        implements Function2<Integer, Iterator<T>, Iterator<Tuple2<Integer, T>>>, DerivedFunction {
    static <T> Function2<Integer, Iterator<T>, Iterator<Tuple2<Integer, T>>> dealing(int numPartitions) {
        return new RoundRobin<>(numPartitions);
    }

    @Override
    public void key(PlanKey key) {
        key.value(RoundRobin.class).value(numPartitions);
    }

    @Override
    public Iterator<Tuple2<Integer, T>> call(Integer source, Iterator<T> elements) {
        return new Iterator<>() {
            private int next = Math.floorMod(source, numPartitions);

            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Tuple2<Integer, T> next() {
                int partition = next;
                next = next + 1 == numPartitions ? 0 : next + 1;
                return new Tuple2<>(partition, elements.next());
            }
        };
    }
}
