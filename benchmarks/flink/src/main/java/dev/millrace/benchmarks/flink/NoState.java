package dev.millrace.benchmarks.flink;

import org.apache.flink.core.io.SimpleVersionedSerializer;

/** What an enumerator has to remember that gives out everything at once. */
record NoState() {
    /** Flink makes one at the start, checkpoints or not. */
    static final class Serializer implements SimpleVersionedSerializer<NoState> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(NoState state) {
            return new byte[0];
        }

        @Override
        public NoState deserialize(int version, byte[] bytes) {
            return new NoState();
        }
    }
}
