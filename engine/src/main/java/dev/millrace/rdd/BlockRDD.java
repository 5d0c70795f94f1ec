package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import java.util.List;
import java.util.function.Function;

/** Blocks that receivers took in, one a partition. */
final class BlockRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final transient List<BlockId> blocks;
    private final transient Function<BlockId, List<String>> locations;

    private record BlockPartition(int index, BlockId block) implements Partition {}

    /** @param locations names of the executors that hold a block now */
    BlockRDD(MillraceContext context, List<BlockId> blocks, Function<BlockId, List<String>> locations) {
        super(context);
        this.blocks = List.copyOf(blocks);
        this.locations = locations;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        BlockId block = ((BlockPartition) partition).block();
        Chunk chunk = task.services().block(block);
        if (chunk == null) {
            throw new MillraceException(
                    ErrorCode.DATA_LOST,
                    "received block " + block + " is gone: all executors that held it were lost; receive with a"
                            + " storage level that has two replicas (the default) on at least two executors, or with"
                            + " millrace.streaming.receiver.writeAheadLog.enable");
        }
        return chunk.open(sink);
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] partitions = new Partition[blocks.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new BlockPartition(i, blocks.get(i));
        }
        return partitions;
    }

    @Override
    public List<String> preferredLocations(Partition partition) {
        return locations.apply(((BlockPartition) partition).block());
    }

    @Override
    List<BlockId> received(Partition partition) {
        return List.of(((BlockPartition) partition).block());
    }

    @Override
    void key(PlanKey key) {
        key.value(BlockRDD.class);
    }

    @Override
    String operation() {
        return "received";
    }
}
