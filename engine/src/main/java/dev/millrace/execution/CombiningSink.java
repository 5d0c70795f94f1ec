package dev.millrace.execution;

import dev.millrace.function.Tuple2;

/** A sink that combines values by key in flat tables, one for each partition of the shuffle. */
public abstract class CombiningSink<K, V> extends Sink<Tuple2<K, V>> {
    /** Combines what a table holds, by the same function, into the table of partition 0. */
    public abstract void mergeTable(FlatTable source) throws Exception;

    /** Combines what an array chunk holds, by the same function, into the table of partition 0. */
    public abstract void mergePairs(PairChunk source) throws Exception;

    /** Combines a chunk into the table of partition 0. */
    public final void merge(Chunk source) throws Exception {
        if (source instanceof FlatTable table) {
            mergeTable(table);
        } else if (source instanceof PairChunk pairs) {
            mergePairs(pairs);
        } else {
            Flow.drain(source.open(this), this);
        }
    }

    /** The tables, by partition; the sink must not be used any more. */
    public abstract FlatTable[] tables();
}
