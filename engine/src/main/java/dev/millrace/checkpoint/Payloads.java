package dev.millrace.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The payloads of the records of a checkpoint as bytes, and back. */
final class Payloads {
    private Payloads() {}

    /** Writes one payload. */
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Reads one payload. */
    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static <T> T value(ByteBuffer payload, Reading<T> reading) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a record whose checksum is right has no such content", e);
        }
    }

    static byte[] epoch(long startedMillis, String owner) {
        return bytes(out -> {
            out.writeLong(startedMillis);
            text(out, owner);
        });
    }

    static EpochOwner epoch(ByteBuffer payload) {
        return value(payload, in -> new EpochOwner(in.readLong(), text(in)));
    }

    static byte[] ranges(LoggedBatch batch) {
        return bytes(out -> batch(out, batch));
    }

    static LoggedBatch ranges(ByteBuffer payload) {
        return value(payload, Payloads::batch);
    }

    static byte[] commit(Commit commit) {
        return bytes(out -> commit(out, commit));
    }

    static Commit commit(ByteBuffer payload) {
        return value(payload, Payloads::commit);
    }

    static byte[] base(Progress progress) {
        return bytes(out -> {
            out.writeLong(progress.zeroTime());
            out.writeLong(progress.intervalMillis());
            optional(out, progress.lastBatch());
            out.writeByte(progress.commit().isPresent() ? 1 : 0);
            if (progress.commit().isPresent()) {
                commit(out, progress.commit().get());
            }
            optional(out, progress.positionsAt());
            out.writeInt(progress.positions().size());
            for (Map.Entry<String, byte[]> position : new TreeMap<>(progress.positions()).entrySet()) {
                text(out, position.getKey());
                content(out, position.getValue());
            }
            out.writeInt(progress.batches().size());
            for (LoggedBatch batch : progress.batches().values()) {
                batch(out, batch);
            }
            parts(out, progress.state());
        });
    }

    static Progress base(ByteBuffer payload) {
        return value(payload, in -> {
            long zeroTime = in.readLong();
            long interval = in.readLong();
            OptionalLong last = optional(in);
            Optional<Commit> commit = in.readByte() == 0 ? Optional.empty() : Optional.of(commit(in));
            OptionalLong positionsAt = optional(in);
            Map<String, byte[]> positions = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                positions.put(text(in), content(in));
            }
            NavigableMap<Long, LoggedBatch> batches = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                LoggedBatch batch = batch(in);
                batches.put(batch.time(), batch);
            }
            return new Progress(zeroTime, interval, last, commit, positions, positionsAt, batches, parts(in));
        });
    }

    static byte[] state(StateContent state) {
        return bytes(out -> {
            text(out, state.operator());
            out.writeInt(state.keyGroup());
            out.writeByte(state.kind().code());
            content(out, state.content());
        });
    }

    static StateContent state(ByteBuffer payload) {
        return value(payload, in -> new StateContent(text(in), in.readInt(), kind(in), content(in)));
    }

    static byte[] block(BlockContent block) {
        return bytes(out -> {
            text(out, block.uid());
            out.writeInt(block.records());
            out.writeLong(block.bytes());
            content(out, block.content());
        });
    }

    static BlockContent block(ByteBuffer payload) {
        return value(payload, in -> new BlockContent(text(in), in.readInt(), in.readLong(), content(in)));
    }

    static byte[] rates(Map<String, Double> rates) {
        return bytes(out -> {
            out.writeInt(rates.size());
            for (Map.Entry<String, Double> rate : new TreeMap<>(rates).entrySet()) {
                text(out, rate.getKey());
                out.writeDouble(rate.getValue());
            }
        });
    }

    static Map<String, Double> rates(ByteBuffer payload) {
        return value(payload, in -> {
            Map<String, Double> rates = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                rates.put(text(in), in.readDouble());
            }
            return rates;
        });
    }

    private static void batch(DataOutputStream out, LoggedBatch batch) throws IOException {
        out.writeLong(batch.time());
        out.writeInt(batch.ranges().size());
        for (LoggedRange range : batch.ranges()) {
            text(out, range.uid());
            out.writeLong(range.records());
            out.writeByte(range.range().isPresent() ? 1 : 0);
            if (range.range().isPresent()) {
                content(out, range.range().get());
            }
        }
    }

    private static LoggedBatch batch(DataInputStream in) throws IOException {
        long time = in.readLong();
        List<LoggedRange> ranges = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ranges.add(new LoggedRange(
                    text(in), in.readLong(), in.readByte() == 0 ? Optional.empty() : Optional.of(content(in))));
        }
        return new LoggedBatch(time, ranges);
    }

    private static void commit(DataOutputStream out, Commit commit) throws IOException {
        out.writeLong(commit.batchTime());
        out.writeLong(commit.committedMillis());
        parts(out, commit.state());
    }

    private static Commit commit(DataInputStream in) throws IOException {
        return new Commit(in.readLong(), in.readLong(), parts(in));
    }

    private static void parts(DataOutputStream out, List<StatePart> parts) throws IOException {
        out.writeInt(parts.size());
        for (StatePart part : parts) {
            text(out, part.operator());
            out.writeInt(part.keyGroup());
            out.writeByte(part.kind().code());
            out.writeLong(part.epoch());
            out.writeInt(part.file());
            out.writeLong(part.offset());
            out.writeInt(part.length());
        }
    }

    private static List<StatePart> parts(DataInputStream in) throws IOException {
        List<StatePart> parts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            parts.add(new StatePart(
                    text(in), in.readInt(), kind(in), in.readLong(), in.readInt(), in.readLong(), in.readInt()));
        }
        return parts;
    }

    private static StatePart.Kind kind(DataInputStream in) throws IOException {
        return in.readByte() == StatePart.Kind.SNAPSHOT.code() ? StatePart.Kind.SNAPSHOT : StatePart.Kind.CHANGES;
    }

    private static void optional(DataOutputStream out, OptionalLong value) throws IOException {
        out.writeByte(value.isPresent() ? 1 : 0);
        if (value.isPresent()) {
            out.writeLong(value.getAsLong());
        }
    }

    private static OptionalLong optional(DataInputStream in) throws IOException {
        return in.readByte() == 0 ? OptionalLong.empty() : OptionalLong.of(in.readLong());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        content(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(content(in), StandardCharsets.UTF_8);
    }

    private static void content(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    private static byte[] content(DataInputStream in) throws IOException {
        byte[] content = new byte[in.readInt()];
        in.readFully(content);
        return content;
    }
}
