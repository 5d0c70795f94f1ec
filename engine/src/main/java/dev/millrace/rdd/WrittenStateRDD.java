package dev.millrace.rdd;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.Tuple2;
import dev.millrace.state.StateTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * State as it was written down. A partition asks the driver for the pieces that may have keys of its own, one after the other, and
 * takes those keys into its table: no more than a piece is in memory, at both sides.
 */
final class WrittenStateRDD<K, S> extends FusedRDD<Tuple2<K, S>> {
    private static final long serialVersionUID = 1L;

    private final transient List<BlockId.OfState> pieces;
    private final Partitioner partitioner;

    private record PiecesPartition(int index, List<BlockId.OfState> pieces) implements Partition {}

    /** @param pieces in the order in which they apply */
    WrittenStateRDD(MillraceContext context, List<BlockId.OfState> pieces, Partitioner partitioner) {
        super(context);
        this.pieces = List.copyOf(pieces);
        this.partitioner = partitioner;
    }

    /** Puts what was written down into an empty table. */
    void restore(Partition partition, TaskContext task, StateTable table) throws Exception {
        StateCodec codec = new StateCodec(Thread.currentThread().getContextClassLoader());
        for (BlockId.OfState piece : ((PiecesPartition) partition).pieces()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("task was cancelled");
            }
            codec.read(task.services().checkpointed(piece), table, partitioner, partition.index());
        }
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<Tuple2<K, S>> sink) throws Exception {
        FlatTable table = new FlatTable(0);
        restore(partition, task, table);
        return table.open(sink);
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] partitions = new Partition[partitioner.numPartitions()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new PiecesPartition(i, of(i));
        }
        return partitions;
    }

    /** Partition and key group are both remainders of the hash, so that they agree on the remainder by what divides both. */
    private List<BlockId.OfState> of(int partition) {
        int common = partitioner instanceof HashPartitioner
                ? BigInteger.valueOf(StateCodec.GROUPS)
                        .gcd(BigInteger.valueOf(partitioner.numPartitions()))
                        .intValue()
                : 1;
        List<BlockId.OfState> own = new ArrayList<>();
        for (BlockId.OfState piece : pieces) {
            if (piece.keyGroup() % common == partition % common) {
                own.add(piece);
            }
        }
        return own;
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return Optional.of(partitioner);
    }

    @Override
    void key(PlanKey key) {
        key.value(WrittenStateRDD.class).same(partitioner);
    }

    @Override
    String operation() {
        return "written state";
    }
}
