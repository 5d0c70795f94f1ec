package dev.millrace.benchmarks.flink;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Gives each reader the share of its number. */
final class ShareEnumerator implements SplitEnumerator<Share, NoState> {
    private final SplitEnumeratorContext<Share> context;

    ShareEnumerator(SplitEnumeratorContext<Share> context) {
        this.context = context;
    }

    @Override
    public void addReader(int reader) {
        context.assignSplit(new Share(reader), reader);
        context.signalNoMoreSplits(reader);
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int reader, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<Share> shares, int reader) {
        throw new UnsupportedOperationException("a benchmark does not recover");
    }

    @Override
    public NoState snapshotState(long checkpoint) {
        return new NoState();
    }

    @Override
    public void close() {}
}
