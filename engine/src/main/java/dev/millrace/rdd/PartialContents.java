package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.Tuple2;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The keys and values of a partition as bytes, in the format of states; none for an empty one. */
final class PartialContents<K, V> extends Action<Tuple2<K, V>, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NONE = {};

    /** Collects keys and values. */
    private static final class PairsSink<K, V> extends Sink<Tuple2<K, V>> {
        private @Nullable Object[] keys;
        private @Nullable Object[] values;
        private int count;

        PairsSink(int expected) {
            keys = new @Nullable Object[expected];
            values = new @Nullable Object[expected];
        }

        @Override
        public void accept(Tuple2<K, V> pair) {
            acceptPair(pair._1(), pair._2());
        }

        @Override
        public void acceptPair(@Nullable Object key, @Nullable Object value) {
            keys[count] = key;
            values[count++] = value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public void acceptAll(@Nullable Object[] records, int from, int to) {
            for (int i = from; i < to; i++) {
                accept((Tuple2<K, V>) records[i]);
            }
        }
    }

    @Override
    public byte[] run(PartitionReader<Tuple2<K, V>> partition, TaskContext task) throws Exception {
        Chunk chunk = partition.kept();
        if (chunk.count() == 0) {
            return NONE;
        }
        PairsSink<K, V> pairs = new PairsSink<>(chunk.count());
        Flow.drain(chunk.open(pairs), pairs);
        return new StateCodec(Thread.currentThread().getContextClassLoader())
                .write(Arrays.copyOf(pairs.keys, pairs.count), Arrays.copyOf(pairs.values, pairs.count), new Object[0]);
    }

    @Override
    public void key(PlanKey key) {
        key.value(PartialContents.class);
    }
}
