package dev.millrace.rdd;

import dev.millrace.function.Function;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds the largest elements of a partition with a bounded heap. */
record Top<T>(int number, Comparator<? super T> order) implements Function<Iterator<T>, List<T>>, DerivedFunction {
    @Override
    public List<T> call(Iterator<T> elements) {
        PriorityQueue<T> smallestFirst = new PriorityQueue<>(order);
        while (elements.hasNext()) {
            smallestFirst.add(elements.next());
            if (smallestFirst.size() > number) {
                smallestFirst.poll();
            }
        }
        return new ArrayList<>(smallestFirst);
    }

    @Override
    public void key(PlanKey key) {
        key.value(Top.class).value(number).function(order);
    }
}
