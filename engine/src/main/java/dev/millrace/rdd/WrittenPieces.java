package dev.millrace.rdd;

import dev.millrace.execution.StateCodec;
import dev.millrace.state.StateTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pieces of the checkpoint, each with the keys whose hash has the same remainder: its number. */
final class WrittenPieces {
    private WrittenPieces() {}

    /**
     * Those that may have keys of a partition. Its keys have a remainder in common as well, and two remainders of a hash agree on the one by
     * what divides both.
     *
     * @param divisor whose remainders number the pieces; 0 when any key may be in any piece
     */
    static List<BlockId.OfState> of(int partition, List<BlockId.OfState> pieces, int divisor, Partitioner partitioner) {
        int common = divisor > 0 && partitioner instanceof HashPartitioner
                ? BigInteger.valueOf(divisor)
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

    /**
     * Puts the keys of a partition into a table, a piece after the other, so that no more than one is in memory.
     *
     * @param partitioner says which keys are the partition's; null when all of these are
     */
    static void read(
            List<BlockId.OfState> pieces,
            StateTable table,
            @Nullable Partitioner partitioner,
            int partition,
            TaskContext task)
            throws Exception {
        StateCodec codec = new StateCodec(Thread.currentThread().getContextClassLoader());
        for (BlockId.OfState piece : pieces) {
            if (Thread.interrupted()) {
                throw new InterruptedException("task was cancelled");
            }
            codec.read(task.services().checkpointed(piece), table, partitioner, partition);
        }
    }
}
