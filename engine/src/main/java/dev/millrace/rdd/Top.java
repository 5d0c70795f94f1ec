package dev.millrace.rdd;

import dev.millrace.function.Function;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds the largest elements of a partition with a bounded heap. */
final class Top {
    private Top() {}

    static <T> Function<Iterator<T>, List<T>> of(int number, Comparator<? super T> order) {
        return elements -> {
            PriorityQueue<T> smallestFirst = new PriorityQueue<>(order);
            while (elements.hasNext()) {
                smallestFirst.add(elements.next());
                if (smallestFirst.size() > number) {
                    smallestFirst.poll();
                }
            }
            return new ArrayList<>(smallestFirst);
        };
    }
}
