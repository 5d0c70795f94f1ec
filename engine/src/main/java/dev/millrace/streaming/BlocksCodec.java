package dev.millrace.streaming;

import dev.millrace.checkpoint.BlockPlace;
import dev.millrace.checkpoint.LogPosition;
import dev.millrace.receiver.ReceivedBlock;
import dev.millrace.receiver.ReceiverLog;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Received blocks in the checkpoint: where they are in its log. Those that are not in the log are left out, as they are lost with
 * the driver.
 *
 * @param log what read blocks are made known to
 */
record BlocksCodec(int streamId, ReceiverLog log) implements RangeCodec<ReceiverInputDStream.Blocks> {
    private static final byte VERSION = 1;

    @Override
    public void write(ReceiverInputDStream.Blocks range, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        position(out, Objects.requireNonNull(range.upTo()));
        List<ReceivedBlock> logged =
                range.received().stream().filter(block -> block.place() != null).toList();
        out.writeInt(logged.size());
        for (ReceivedBlock block : logged) {
            BlockPlace place = Objects.requireNonNull(block.place());
            position(out, place.start());
            out.writeInt(place.length());
            out.writeInt(block.records());
            out.writeLong(block.bytes());
        }
    }

    @Override
    public ReceiverInputDStream.Blocks read(DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("expected format " + VERSION + " of received blocks, found " + version);
        }
        LogPosition upTo = position(in);
        List<ReceivedBlock> blocks = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            BlockPlace place = new BlockPlace(position(in), in.readInt());
            blocks.add(log.recovered(streamId, in.readInt(), in.readLong(), place));
        }
        return new ReceiverInputDStream.Blocks(blocks, upTo);
    }

    private static void position(DataOutput out, LogPosition position) throws IOException {
        out.writeLong(position.epoch());
        out.writeInt(position.file());
        out.writeLong(position.offset());
    }

    private static LogPosition position(DataInput in) throws IOException {
        return new LogPosition(in.readLong(), in.readInt(), in.readLong());
    }
}
