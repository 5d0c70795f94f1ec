package dev.millrace.benchmarks.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The lines of one partition of every batch. */
record Share(int partition) implements SourceSplit {
    @Override
    public String splitId() {
        return String.valueOf(partition);
    }

    /** Flink ships splits to their readers in this form. */
    static final class Serializer implements SimpleVersionedSerializer<Share> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Share share) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(share.partition).array();
        }

        @Override
        public Share deserialize(int version, byte[] bytes) throws IOException {
            if (bytes.length != Integer.BYTES) {
                throw new IOException("a share has four bytes, not " + bytes.length);
            }
            return new Share(ByteBuffer.wrap(bytes).getInt());
        }
    }
}
