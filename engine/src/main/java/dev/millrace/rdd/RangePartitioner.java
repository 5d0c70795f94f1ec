package dev.millrace.rdd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts keys into partitions by ranges of about equal size, in the order of the keys; found from a sample. */
public final class RangePartitioner<K> extends Partitioner {
    private static final long serialVersionUID = 1L;
    private static final int SAMPLE_PER_PARTITION = 60;

    private final Comparator<? super K> order;
    private final boolean ascending;
    private final Object[] upperBounds;

    private RangePartitioner(Comparator<? super K> order, boolean ascending, Object[] upperBounds) {
        this.order = order;
        this.ascending = ascending;
        this.upperBounds = upperBounds;
    }

    /** Runs a job that samples the keys of {@code rdd}, and cuts their order into at most {@code numPartitions} ranges. */
    public static <K, V> RangePartitioner<K> of(
            int numPartitions, PairRDD<K, V> rdd, Comparator<? super K> order, boolean ascending) {
        if (numPartitions <= 1) {
            return new RangePartitioner<>(order, ascending, new Object[0]);
        }
        int each = Math.max(1, 3 * SAMPLE_PER_PARTITION * numPartitions / Math.max(1, rdd.getNumPartitions()));
        List<Reservoir.Sample<K>> samples = new ArrayList<>();
        samples.addAll(rdd.keys().mapPartitions(new Reservoir<>(each)).collect());
        return new RangePartitioner<>(order, ascending, bounds(samples, numPartitions, order));
    }

    /** Cuts at equal weights: a sampled key stands for as many as its partition holds for each sampled one. */
    private static <K> Object[] bounds(List<Reservoir.Sample<K>> samples, int count, Comparator<? super K> order) {
        record Weighted<K>(K key, double weight) {}
        List<Weighted<K>> keys = new ArrayList<>();
        double total = 0;
        for (Reservoir.Sample<K> sample : samples) {
            for (K key : sample.kept()) {
                double weight = (double) sample.seen() / sample.kept().size();
                keys.add(new Weighted<>(key, weight));
                total += weight;
            }
        }
        keys.sort(Comparator.comparing(Weighted::key, order));
        List<K> bounds = new ArrayList<>();
        double step = total / count;
        double passed = 0;
        for (Weighted<K> candidate : keys) {
            passed += candidate.weight();
            boolean isNew = bounds.isEmpty() || order.compare(candidate.key(), bounds.get(bounds.size() - 1)) > 0;
            if (passed >= step * (bounds.size() + 1) && bounds.size() < count - 1 && isNew) {
                bounds.add(candidate.key());
            }
        }
        return bounds.toArray();
    }

    @Override
    void key(PlanKey key) {
        key.value(RangePartitioner.class).function(order).value(ascending);
    }

    @Override
    Object argument() {
        return upperBounds;
    }

    @Override
    RangePartitioner<K> with(Object bounds) {
        return new RangePartitioner<>(order, ascending, (Object[]) bounds);
    }

    @Override
    public int numPartitions() {
        return upperBounds.length + 1;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the order says whether null is a key
    public int getPartition(@Nullable Object key) {
        int low = 0;
        int high = upperBounds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.compare((K) key, (K) upperBounds[middle]) <= 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ascending ? low : upperBounds.length - low;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RangePartitioner<?> that
                && that.ascending == ascending
                && that.order.equals(order)
                && Arrays.equals(that.upperBounds, upperBounds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(upperBounds) + Boolean.hashCode(ascending);
    }
}
