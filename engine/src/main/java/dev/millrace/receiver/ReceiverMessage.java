package dev.millrace.receiver;

import dev.millrace.rdd.BlockId;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a receiver on an executor and the tracker on the driver tell each other. */
sealed interface ReceiverMessage extends Serializable {
    /** To the driver: the receiver's {@code onStart} is about to be called, for the first time or again. */
    record Started(String executorId) implements ReceiverMessage {}

    /** To the driver: a block is kept and waits for its batch. Blocks are told in the order of their records. */
    record BlockKept(ReceivedBlock block) implements ReceiverMessage {}

    /**
     * To the driver: as {@link BlockKept}, for a block that is to be written into the log first.
     *
     * @param content as {@code storage.ReceivedCodec} writes it
     */
    @SuppressWarnings("ArrayRecordComponent") // made once and written once
    record BlockToLog(ReceivedBlock block, byte[] content) implements ReceiverMessage {}

    /**
     * To the driver: something went wrong.
     *
     * @param nextStartMillis pause after which the receiver is started again; negative when it did not stop
     */
    record Problem(Failure failure, long nextStartMillis) implements ReceiverMessage {}

    /**
     * To the driver: the receiver has stopped for good, and all of its blocks were told before.
     *
     * @param failure why, when it stopped with an error
     */
    record Stopped(String message, @Nullable Failure failure) implements ReceiverMessage {}

    /** To the receiver: the driver knows the block, and will give it to a batch whatever becomes of this executor. */
    record Confirmed(BlockId.OfStream block) implements ReceiverMessage {}

    /** To the receiver: it may take in so many records a second. */
    record Rate(long recordsPerSecond) implements ReceiverMessage {}

    /** To the receiver: the batches of blocks of this size have ended. */
    record Consumed(long bytes) implements ReceiverMessage {}
}
