package dev.millrace.receiver;

import dev.millrace.checkpoint.BlockPlace;
import dev.millrace.rdd.BlockId;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Records that a receiver took in together and that executors keep.
 *
 * @param records how many there are
 * @param bytes their estimated size on the heap
 * @param place where they are in the write-ahead log; null when they are not
 */
public record ReceivedBlock(
        BlockId.OfStream id,
        int records,
        long bytes,
        @Nullable BlockPlace place) implements Serializable {
    /** A block that is in no log. */
    public ReceivedBlock(BlockId.OfStream id, int records, long bytes) {
        this(id, records, bytes, null);
    }

    ReceivedBlock at(BlockPlace written) {
        return new ReceivedBlock(id, records, bytes, written);
    }
}
