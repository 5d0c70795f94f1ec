package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** For tests, of connectors as well: an input as programs write them: a list that only grows, each batch with what has come since the one before. */
public final class ListInput extends RangeInputDStream<String, ListInput.Slice> {
    private final List<String> records;
    private int next;

    public ListInput(StreamingContext context, List<String> records) {
        super(context);
        this.records = records;
    }

    public record Slice(int from, int to) implements Serializable {
        private static final RangeCodec<Slice> CODEC = new RangeCodec<>() {
            @Override
            public void write(Slice range, DataOutput out) throws IOException {
                out.writeInt(range.from());
                out.writeInt(range.to());
            }

            @Override
            public Slice read(DataInput in) throws IOException {
                return new Slice(in.readInt(), in.readInt());
            }
        };
    }

    @Override
    protected Slice nextRange(Time batch) {
        Slice slice = new Slice(next, records.size());
        next = slice.to();
        return slice;
    }

    @Override
    protected RDD<String> read(Time batch, Slice range) {
        return context().millraceContext().parallelize(List.copyOf(records.subList(range.from(), range.to())), 2);
    }

    @Override
    protected Optional<RangeCodec<Slice>> rangeCodec() {
        return Optional.of(Slice.CODEC);
    }

    @Override
    protected void resume(Slice position) {
        next = position.to();
    }
}
