package dev.millrace.rdd;

import dev.millrace.function.Tuple2;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Partial results of windows that outlive the driver, for the streams. */
public final class PartialResults {
    private PartialResults() {}

    /**
     * Where a partial result is in the checkpoint.
     *
     * @param partitions how many partitions it had by the hash of the keys; 0 when any key may be in any piece
     * @param pieces whose numbers are those of their partitions
     */
    public record Pieces(int partitions, List<BlockId.OfState> pieces) {
        public Pieces {
            pieces = List.copyOf(pieces);
        }

        /** A batch without records. */
        public static Pieces none() {
            return new Pieces(0, List.of());
        }

        /** Those that may have keys of a partition. */
        List<BlockId.OfState> of(int partition, Partitioner partitioner) {
            return WrittenPieces.of(partition, pieces, partitions, partitioner);
        }

        /** Whether those have keys of other partitions too. */
        boolean isMixed(Partitioner partitioner) {
            return !(partitioner instanceof HashPartitioner) || partitions != partitioner.numPartitions();
        }
    }

    /** How many partitions of {@link Pieces} that says. */
    public static int partitionsByHash(Partitioner partitioner) {
        return partitioner instanceof HashPartitioner ? partitioner.numPartitions() : 0;
    }

    /** A partial result that can be written down. */
    public static <K, V> PairRDD<K, V> of(PairRDD<K, V> batch, Partitioner partitioner) {
        return PairRDD.of(new PartialRDD<>(batch.node(), partitioner));
    }

    /** A partial result that was written down, maybe by an earlier driver. */
    public static <K, V> PairRDD<K, V> restored(MillraceContext context, Pieces pieces, Partitioner partitioner) {
        return PairRDD.of(new PartialRDD<>(context, pieces, partitioner));
    }

    /** A partial result is written down: it is read from there, should it be lost. */
    public static void written(RDD<?> partial, Pieces pieces) {
        ((PartialRDD<?, ?>) partial.node()).written(pieces);
    }

    /**
     * Lets a partial result that is {@linkplain #written written down} forget its batch; to be called when all jobs have ended
     * that began before.
     */
    public static void settle(RDD<?> partial) {
        ((PartialRDD<?, ?>) partial.node()).settle();
    }

    /**
     * The content of the partitions that have any, in the format of states. Computes the partial result if that has not been
     * done.
     */
    public static <K, V> Map<Integer, byte[]> content(RDD<Tuple2<K, V>> partial) {
        int[] partitions = partial.allPartitions();
        Map<Integer, byte[]> content = new TreeMap<>();
        partial.context().runJob(partial, new PartialContents<K, V>(), partitions, (position, bytes) -> {
            if (bytes.length > 0) {
                synchronized (content) {
                    content.put(partitions[position], bytes);
                }
            }
        });
        return content;
    }
}
