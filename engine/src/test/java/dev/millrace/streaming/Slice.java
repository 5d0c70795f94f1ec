package dev.millrace.streaming;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/** What is read of a ledger between two positions; a reader counts by positions, so that a wrong one shows. */
public record Slice(long from, long to) implements Serializable {
    static final RangeCodec<Slice> CODEC = new RangeCodec<>() {
        @Override
        public void write(Slice range, DataOutput out) throws IOException {
            out.writeLong(range.from());
            out.writeLong(range.to());
        }

        @Override
        public Slice read(DataInput in) throws IOException {
            return new Slice(in.readLong(), in.readLong());
        }
    };

    long count() {
        return to - from;
    }
}
