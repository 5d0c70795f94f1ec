package dev.millrace.streaming;

import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.receiver.ReceivedBlock;
import dev.millrace.receiver.ReceiverTracker;
import dev.millrace.serializer.ClosureCheck;
import dev.millrace.streaming.receiver.Receiver;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Receiver} takes in. It runs on an executor; the range of a batch are the blocks that it reported since the
 * batch before, which become a partition each.
 */
public class ReceiverInputDStream<T> extends RangeInputDStream<T, ReceiverInputDStream.Blocks> {
    /** More partitions than this for each core cost more than they bring: blocks are read together then. */
    private static final int PARTITIONS_PER_CORE = 4;

    /** Blocks in the order in which they were received. */
    public record Blocks(List<ReceivedBlock> received) implements Serializable {
        public Blocks {
            received = List.copyOf(received);
        }
    }

    private final Receiver<T> receiver;

    ReceiverInputDStream(StreamingContext context, Receiver<T> receiver) {
        super(context);
        ClosureCheck.check(receiver, "receiverStream");
        this.receiver = receiver;
    }

    @Override
    public void start() {
        tracker().start(streamId(), receiver);
    }

    /** Stops all receivers of the context, so that they stop side by side. */
    @Override
    public void stop() {
        tracker().stop();
    }

    /** Blocks are on executors, and go with the driver. */
    @Override
    final boolean maybeLost() {
        return true;
    }

    @Override
    protected boolean hasUnassigned() {
        return tracker().isAnyWaiting(streamId());
    }

    @Override
    protected Blocks nextRange(Time batch) {
        return new Blocks(tracker().allocate(streamId(), batch.milliseconds()));
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
    }

    private ReceiverTracker tracker() {
        return context().receivers().tracker();
    }
}
