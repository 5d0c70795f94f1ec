package dev.millrace.receiver;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.BlockId;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a receiver is told when it is started.
 *
 * @param streamId position of the stream among the inputs of the job
 * @param incarnation how often the receiver was placed on an executor before
 * @param blockInterval longest time that records wait for their block to be sealed
 * @param maxRate records a second, 0 for no limit
 * @param restartDelay pause before the receiver is started again
 * @param maxPending what may wait for its batch: a size, or a fraction of the heap of the executor it is read on
 * @param logged whether the driver writes blocks into a log before it confirms them
 */
record ReceiverSettings(
        int streamId,
        int incarnation,
        Duration blockInterval,
        long maxRate,
        Duration restartDelay,
        String maxPending,
        boolean logged)
        implements Serializable {
    /** Bits of a block's sequence that count the blocks of one incarnation; those above hold the incarnation. */
    private static final int SEQUENCE_BITS = 40;

    static ReceiverSettings of(
            MillraceConf conf, Duration batchInterval, int streamId, int incarnation, boolean logged) {
        Duration blockInterval = conf.get(MillraceConfig.BLOCK_INTERVAL);
        return new ReceiverSettings(
                streamId,
                incarnation,
                blockInterval.compareTo(batchInterval) < 0 ? blockInterval : batchInterval,
                conf.get(MillraceConfig.RECEIVER_MAX_RATE),
                conf.get(MillraceConfig.RECEIVER_RESTART_DELAY),
                conf.get(
                        MillraceConfig.RECEIVER_MAX_PENDING.key(),
                        String.valueOf(MillraceConfig.RECEIVER_MAX_PENDING.defaultText())),
                logged);
    }

    /** The name of this incarnation's block number {@code n}; no other receiver of the stream uses it. */
    BlockId.OfStream block(long n) {
        return new BlockId.OfStream(streamId, ((long) incarnation << SEQUENCE_BITS) | n);
    }

    /** Which incarnation of its receiver sealed a block. */
    static int incarnation(BlockId.OfStream block) {
        return (int) (block.sequence() >>> SEQUENCE_BITS);
    }

    /** In bytes, on the executor that this is called on. */
    long maxPendingBytes() {
        return MillraceConfig.RECEIVER_MAX_PENDING.parse(maxPending);
    }
}
