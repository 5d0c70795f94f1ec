package dev.millrace.rdd;

import java.io.Serializable;
import java.util.Comparator;

/** Orders that can be sent to executors. */
final class SerializableOrder {
    private SerializableOrder() {}

    private enum Natural implements Comparator<Comparable<Object>>, Serializable {
        ORDER;

        @Override
        public int compare(Comparable<Object> first, Comparable<Object> second) {
            return first.compareTo(second);
        }
    }

    @SuppressWarnings("unchecked")
    static <K> Comparator<K> natural() {
        return (Comparator<K>) (Comparator<?>) Natural.ORDER;
    }
}
