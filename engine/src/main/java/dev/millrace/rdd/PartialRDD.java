package dev.millrace.rdd;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A partial result of a window that goes into the checkpoint: made from its batch, until it is written down; from then on it is
 * read from there wherever it is not kept, and the batch is not needed any more.
 *
 * <p>Whether it is written down may change while a job that reads it is being planned. So the plan has the batch as long as there is
 * one, whatever was decided, and a task goes by what its partition says.
 */
final class PartialRDD<K, V> extends FusedRDD<Tuple2<K, V>> {
    private static final long serialVersionUID = 1L;

    private final Partitioner partitioner;

    /** Given up some time after this was written down. */
    private volatile @Nullable RDD<Tuple2<K, V>> batch;

    private transient volatile PartialResults.@Nullable Pieces written;

    /**
     * What a task makes a partition of.
     *
     * @param ofBatch the batch's; null when that is given up
     * @param pieces null as long as it is not written down
     * @param mixed whether there are keys of other partitions in them
     */
    private record PartialPartition(
            int index,
            @Nullable Partition ofBatch,
            @Nullable List<BlockId.OfState> pieces,
            boolean mixed) implements Partition {}

    PartialRDD(RDD<Tuple2<K, V>> batch, Partitioner partitioner) {
        super(batch.context());
        this.batch = batch.node();
        this.partitioner = partitioner;
    }

    PartialRDD(MillraceContext context, PartialResults.Pieces written, Partitioner partitioner) {
        super(context);
        this.written = written;
        this.partitioner = partitioner;
    }

    /** From now on the pieces are in the checkpoint. */
    void written(PartialResults.Pieces pieces) {
        written = pieces;
        forgetPartitions();
    }

    /** Gives the batch up. No job is being planned any more that found this not to be written down. */
    void settle() {
        if (written != null) {
            batch = null;
        }
    }

    /** What this is to be made of by a new plan; null for the pieces. */
    private @Nullable RDD<Tuple2<K, V>> source() {
        return written == null ? batch : null;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<Tuple2<K, V>> sink) throws Exception {
        PartialPartition part = (PartialPartition) partition;
        RDD<Tuple2<K, V>> from = batch;
        return part.pieces() == null && from != null && part.ofBatch() != null
                ? from.stream(part.ofBatch(), task, sink)
                : materialize(partition, task).open(sink);
    }

    @Override
    Chunk materialize(Partition partition, TaskContext task) throws Exception {
        PartialPartition part = (PartialPartition) partition;
        if (part.pieces() != null) {
            return restored(part, part.pieces(), task);
        }
        RDD<Tuple2<K, V>> from = batch;
        if (from == null || part.ofBatch() == null) {
            throw new MissingBlockException(new BlockId.OfRDD(id(), part.index())); // the next plan knows the pieces
        }
        return from.kept(part.ofBatch(), task);
    }

    private Chunk restored(PartialPartition part, List<BlockId.OfState> pieces, TaskContext task) throws Exception {
        FlatTable table = new FlatTable(0);
        WrittenPieces.read(pieces, table, part.mixed() ? partitioner : null, part.index(), task);
        return table;
    }

    @Override
    protected Partition[] getPartitions() {
        PartialResults.Pieces pieces = written;
        RDD<Tuple2<K, V>> from = batch;
        Partition[] partitions = new Partition[partitioner.numPartitions()];
        Arrays.setAll(
                partitions,
                index -> new PartialPartition(
                        index,
                        from == null || pieces != null ? null : from.partitions()[index],
                        pieces == null ? null : pieces.of(index, partitioner),
                        pieces != null && pieces.isMixed(partitioner)));
        return partitions;
    }

    @Override
    public List<Dependency<?>> dependencies() {
        RDD<Tuple2<K, V>> from = source();
        return from == null ? List.of() : List.of(new OneToOneDependency<>(from));
    }

    @Override
    public Optional<Partitioner> partitioner() {
        return Optional.of(partitioner);
    }

    @Override
    void key(PlanKey key) {
        key.value(PartialRDD.class).value(source() == null).same(partitioner);
    }

    @Override
    String operation() {
        return "reduceByKey";
    }
}
