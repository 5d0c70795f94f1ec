package dev.millrace.rdd;

import java.util.ArrayList;
import java.util.List;

/** Everything that was added, in no particular order between tasks. */
public final class CollectionAccumulator<T> extends AccumulatorV2<T, List<T>> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<T> elements = new ArrayList<>();

    @Override
    public CollectionAccumulator<T> emptyCopy() {
        return new CollectionAccumulator<>();
    }

    @Override
    protected void addHere(T value) {
        elements.add(value);
    }

    @Override
    protected void mergeHere(AccumulatorV2<T, List<T>> other) {
        elements.addAll(((CollectionAccumulator<T>) other).elements);
    }

    @Override
    public synchronized List<T> value() {
        return List.copyOf(elements);
    }
}
