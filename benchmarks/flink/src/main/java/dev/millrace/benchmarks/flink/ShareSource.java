package dev.millrace.benchmarks.flink;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.function.SerializableSupplier;

/** A source whose readers each have one share of lines in memory. */
final class ShareSource<T> implements Source<T, Share, NoState> {
    private final SerializableSupplier<ShareReader<T>> reader;

    ShareSource(SerializableSupplier<ShareReader<T>> reader) {
        this.reader = reader;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<Share, NoState> createEnumerator(SplitEnumeratorContext<Share> context) {
        return new ShareEnumerator(context);
    }

    @Override
    public SplitEnumerator<Share, NoState> restoreEnumerator(
            SplitEnumeratorContext<Share> context, NoState checkpoint) {
        throw new UnsupportedOperationException("a benchmark does not recover");
    }

    @Override
    public SimpleVersionedSerializer<Share> getSplitSerializer() {
        return new Share.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<NoState> getEnumeratorCheckpointSerializer() {
        return new NoState.Serializer();
    }

    @Override
    public SourceReader<T, Share> createReader(SourceReaderContext context) {
        return reader.get();
    }
}
