package dev.millrace.execution;

import dev.millrace.function.Tuple2;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sorts keyed records by the partition of their key, without combining them. */
public final class RoutingSink<K, V> extends Sink<Tuple2<K, V>> {
    private final KeyPartitioner partitioner;
    private final Lane[] lanes;

    private static final class Lane {
        int[] hashes = new int[16];

        @Nullable
        Object[] keys = new @Nullable Object[16];

        @Nullable
        Object[] values = new @Nullable Object[16];

        int size;

        void add(int hash, @Nullable Object key, @Nullable Object value) {
            if (size == hashes.length) {
                int capacity = Math.multiplyExact(size, 2);
                hashes = Arrays.copyOf(hashes, capacity);
                keys = Arrays.copyOf(keys, capacity);
                values = Arrays.copyOf(values, capacity);
            }
            hashes[size] = hash;
            keys[size] = key;
            values[size++] = value;
        }
    }

    public RoutingSink(KeyPartitioner partitioner) {
        this.partitioner = partitioner;
        this.lanes = new Lane[partitioner.numPartitions()];
        Arrays.setAll(lanes, i -> new Lane());
    }

    @Override
    public void accept(Tuple2<K, V> pair) {
        acceptPair(pair._1(), pair._2());
    }

    @Override
    public void acceptPair(@Nullable Object key, @Nullable Object value) {
        int hash = KeyHash.of(key);
        lanes[partitioner.partition(key, hash)].add(hash, key, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void acceptAll(@Nullable Object[] records, int from, int to) {
        for (int i = from; i < to; i++) {
            accept((Tuple2<K, V>) records[i]);
        }
    }

    /** One chunk for each partition; the sink must not be used any more. */
    public Chunk[] chunks() {
        Chunk[] chunks = new Chunk[lanes.length];
        for (int i = 0; i < lanes.length; i++) {
            Lane lane = lanes[i];
            chunks[i] = new PairChunk(lane.hashes, lane.keys, lane.values, lane.size);
        }
        return chunks;
    }
}
