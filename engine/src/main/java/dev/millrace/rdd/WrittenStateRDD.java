package dev.millrace.rdd;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.Tuple2;
import dev.millrace.state.StateTable;
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
        WrittenPieces.read(((PiecesPartition) partition).pieces(), table, partitioner, partition.index(), task);
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
            partitions[i] = new PiecesPartition(i, WrittenPieces.of(i, pieces, StateCodec.GROUPS, partitioner));
        }
        return partitions;
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
