package dev.millrace.benchmarks.flink;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** Reads the one share it is given. */
abstract class ShareReader<T> implements SourceReader<T, Share> {
    private final CompletableFuture<Void> assigned = new CompletableFuture<>();
    private @Nullable Share share;

    /** Emits some elements, or none; called again according to what it returns. */
    abstract InputStatus read(int partition, ReaderOutput<T> output);

    @Override
    public final InputStatus pollNext(ReaderOutput<T> output) {
        return share == null ? InputStatus.NOTHING_AVAILABLE : read(share.partition(), output);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return assigned;
    }

    @Override
    public final void addSplits(List<Share> shares) {
        share = shares.get(0);
        assigned.complete(null);
    }

    @Override
    public void start() {}

    @Override
    public final List<Share> snapshotState(long checkpoint) {
        throw new UnsupportedOperationException("a benchmark makes no checkpoints");
    }

    @Override
    public final void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
