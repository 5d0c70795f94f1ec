package dev.millrace.streaming;

import dev.millrace.checkpoint.LogPosition;
import dev.millrace.checkpoint.LoggedRange;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.receiver.ReceivedBlock;
import dev.millrace.receiver.ReceiverLog;
import dev.millrace.receiver.ReceiverTracker;
import dev.millrace.serializer.ClosureCheck;
import dev.millrace.streaming.receiver.Receiver;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Receiver} takes in. It runs on an executor; the range of a batch are the blocks that it reported since the
 * batch before, which become a partition each.
 */
public class ReceiverInputDStream<T> extends RangeInputDStream<T, ReceiverInputDStream.Blocks> {
    /** More partitions than this for each core cost more than they bring: blocks are read together then. */
    private static final int PARTITIONS_PER_CORE = 4;

    /**
     * Blocks in the order in which they were received.
     *
     * @param upTo position in the write-ahead log before which no block is for a later batch; null for a job without a
     *     checkpoint
     */
    public record Blocks(
            List<ReceivedBlock> received, @Nullable LogPosition upTo) implements Serializable {
        public Blocks {
            received = List.copyOf(received);
        }
    }

    private final Receiver<T> receiver;
    private Optional<LogPosition> resumedAt = Optional.empty();

    ReceiverInputDStream(StreamingContext context, Receiver<T> receiver) {
        super(context);
        ClosureCheck.check(receiver, "receiverStream");
        this.receiver = receiver;
    }

    @Override
    public void start() {
        List<ReceivedBlock> waiting = receivers()
                .log()
                .map(log -> log.recovered(uid(), streamId(), resumedAt))
                .orElse(List.of());
        tracker().start(streamId(), uid(), receiver, waiting);
    }

    /** Stops all receivers of the context, so that they stop side by side. */
    @Override
    public void stop() {
        tracker().stop();
    }

    @Override
    protected final boolean isRateLimited() {
        return true;
    }

    @Override
    final void limitRate(long recordsPerSecond) {
        tracker().limitRate(streamId(), recordsPerSecond);
    }

    /** With the write-ahead log; else blocks are on executors alone, and go with the driver. */
    @Override
    final boolean isRecoverable() {
        return receivers().log().filter(ReceiverLog::writes).isPresent();
    }

    @Override
    final boolean maybeLost() {
        return true;
    }

    @Override
    final long lost(LoggedRange range) {
        return range.records() - range.range().map(this::recordsOf).orElse(0L);
    }

    private long recordsOf(byte[] range) {
        return count(RangeBytes.read(this, rangeCodec().orElseThrow(), range));
    }

    @Override
    protected Optional<RangeCodec<Blocks>> rangeCodec() {
        return receivers().log().map(log -> new BlocksCodec(streamId(), log));
    }

    @Override
    protected void resume(Blocks position) {
        resumedAt = Optional.ofNullable(position.upTo());
    }

    @Override
    protected boolean hasUnassigned() {
        return tracker().isAnyWaiting(streamId());
    }

    @Override
    protected Blocks nextRange(Time batch) {
        Optional<LogPosition> given = receivers().log().map(ReceiverLog::position); // before the blocks are taken
        List<ReceivedBlock> blocks = tracker().allocate(streamId(), batch.milliseconds());
        return new Blocks(blocks, given.map(position -> endOf(blocks, position)).orElse(null));
    }

    private static LogPosition endOf(List<ReceivedBlock> blocks, LogPosition position) {
        LogPosition end = position;
        for (ReceivedBlock block : blocks) {
            if (block.place() != null) {
                end = end.max(block.place().end());
            }
        }
        return end;
    }

    @Override
    protected long count(Blocks range) {
        long records = 0;
        for (ReceivedBlock block : range.received()) {
            records += block.records();
        }
        return records;
    }

    @Override
    protected RDD<T> read(Time batch, Blocks range) {
        List<BlockId> ids = new ArrayList<>();
        for (ReceivedBlock block : range.received()) {
            ids.add(block.id());
            receivers().log().ifPresent(log -> log.open(block));
        }
        MillraceContext executors = context().millraceContext();
        RDD<T> blocks = executors.blocks(ids, executors.runner()::locations);
        int most = PARTITIONS_PER_CORE * executors.defaultParallelism();
        return ids.size() > most ? blocks.coalesce(most) : blocks;
    }

    @Override
    protected void completed(Time batch) {
        tracker().batchEnded(streamId(), batch.milliseconds());
    }

    @Override
    protected void forget(Time batch, Blocks range) {
        tracker().forgetBefore(streamId(), batch.milliseconds() + 1);
        LogPosition upTo = range.upTo();
        if (upTo != null) {
            receivers().log().ifPresent(log -> log.forget(streamId(), range.received(), upTo));
        }
    }

    private Receivers receivers() {
        return context().receivers();
    }

    private ReceiverTracker tracker() {
        return receivers().tracker();
    }
}
