package dev.millrace.streaming;

import dev.millrace.checkpoint.BlockLog;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.BlockId;
import dev.millrace.receiver.ReceiverEvents;
import dev.millrace.receiver.ReceiverLog;
import dev.millrace.receiver.ReceiverStatus;
import dev.millrace.receiver.ReceiverTracker;
import dev.millrace.streaming.scheduler.ReceiverInfo;
import dev.millrace.streaming.scheduler.StreamingListenerReceiverError;
import dev.millrace.streaming.scheduler.StreamingListenerReceiverStarted;
import dev.millrace.streaming.scheduler.StreamingListenerReceiverStopped;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The receivers of a context: makes their tracker when there is a first one, and tells listeners about them. Thread-safe. */
final class Receivers implements ReceiverEvents {
    private final StreamingContext context;
    private final Consumer<MillraceException> fail;
    private @Nullable ReceiverTracker tracker;
    private @Nullable ReceiverLog log;

    /** @param fail ends the stream because a receiver cannot go on */
    Receivers(StreamingContext context, Consumer<MillraceException> fail) {
        this.context = context;
        this.fail = fail;
    }

    synchronized ReceiverTracker tracker() {
        ReceiverTracker current = tracker;
        if (current == null) {
            current = new ReceiverTracker(
                    context.millraceContext().getConf(),
                    java.time.Duration.ofMillis(context.batchDuration().milliseconds()),
                    context.millraceContext().runner(),
                    this,
                    log);
            tracker = current;
        }
        return current;
    }

    /**
     * Reads received blocks from a checkpoint, and writes them there where the job is set to; before the inputs start.
     *
     * @param state reads the pieces of state in the checkpoint
     */
    synchronized void open(BlockLog blocks, Function<BlockId.OfState, byte[]> state) {
        boolean writes = context.millraceContext().getConf().get(MillraceConfig.RECEIVER_LOG_ENABLED);
        ReceiverLog opened = new ReceiverLog(blocks, writes, fail);
        context.millraceContext()
                .runner()
                .readBlocksFrom(
                        block -> block instanceof BlockId.OfState piece ? state.apply(piece) : opened.read(block));
        log = opened;
    }

    /** The log of received blocks; empty for a job without a checkpoint. */
    synchronized Optional<ReceiverLog> log() {
        return Optional.ofNullable(log);
    }

    /** Writes no blocks any more. */
    void close() {
        log().ifPresent(ReceiverLog::close);
    }

    @Override
    public void started(ReceiverStatus status) {
        context.listeners().post(() -> new StreamingListenerReceiverStarted(info(status)));
    }

    @Override
    public void error(ReceiverStatus status) {
        context.listeners().post(() -> new StreamingListenerReceiverError(info(status)));
    }

    @Override
    public void stopped(ReceiverStatus status) {
        context.listeners().post(() -> new StreamingListenerReceiverStopped(info(status)));
    }

    @Override
    public void failed(MillraceException cause) {
        fail.accept(cause);
    }

    private static ReceiverInfo info(ReceiverStatus status) {
        return new ReceiverInfo(
                status.streamId(),
                status.name(),
                status.active(),
                status.executorId(),
                status.lastErrorMessage(),
                status.lastError(),
                status.lastErrorTime());
    }
}
