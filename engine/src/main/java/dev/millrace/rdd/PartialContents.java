package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.Flow;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.Tuple2;
import java.util.Arrays;

/** The keys and values of a partition as bytes, in the format of states; none for an empty one. */
final class PartialContents<K, V> extends Action<Tuple2<K, V>, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NONE = {};

    @Override
    public byte[] run(PartitionReader<Tuple2<K, V>> partition, TaskContext task) throws Exception {
        Chunk chunk = partition.kept();
        if (chunk.count() == 0) {
            return NONE;
        }
        PairsSink<K, V> pairs = new PairsSink<>(chunk.count());
        Flow.drain(chunk.open(pairs), pairs);
        return new StateCodec(Thread.currentThread().getContextClassLoader())
                .write(
                        Arrays.copyOf(pairs.keys(), pairs.count()),
                        Arrays.copyOf(pairs.values(), pairs.count()),
                        new Object[0]);
    }

    @Override
    public void key(PlanKey key) {
        key.value(PartialContents.class);
    }
}
