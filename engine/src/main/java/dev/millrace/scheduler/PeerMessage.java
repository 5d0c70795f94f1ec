package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.shuffle.ShuffleKey;
import org.jspecify.annotations.Nullable;

/** What executors send each other. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface PeerMessage {
    /**
     * What one sending task has for partitions of a shuffle.
     *
     * @param senders number of sending tasks of the shuffle
     * @param partitions the partitions, with the bytes of one chunk each
     */
    record ShuffleData(ShuffleKey shuffle, int senders, int sender, int[] partitions, byte[][] chunks)
            implements PeerMessage {}

    /** Keep this block; answered by {@link BlockKept} when {@code request} is not negative. */
    record KeepBlock(long request, BlockId block, StorageLevel level, byte[] chunk) implements PeerMessage {}

    /** The answer to {@link KeepBlock}. */
    record BlockKept(long request, boolean kept) implements PeerMessage {}

    /** Send this block; answered by {@link BlockFetched}. */
    record FetchBlock(long request, BlockId block) implements PeerMessage {}

    /**
     * The answer to {@link FetchBlock}.
     *
     * @param chunk null when the block is not here
     */
    record BlockFetched(long request, byte @Nullable [] chunk) implements PeerMessage {}

    /** The first message of a connection: the name of the executor that opened it, and for which driver. */
    record Hello(String executor, String driver) implements PeerMessage {}
}
