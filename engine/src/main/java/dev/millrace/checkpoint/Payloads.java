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

    /** @param version of the file's format */
    static Commit commit(ByteBuffer payload, int version) {
        return value(payload, in -> commit(in, version));
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
            out.writeByte(progress.windows().isPresent() ? 1 : 0);
            if (progress.windows().isPresent()) {
                windows(out, progress.windows().get());
            }
        });
    }

    /** @param version of the file's format */
    static Progress base(ByteBuffer payload, int version) {
        return value(payload, in -> {
            long zeroTime = in.readLong();
            long interval = in.readLong();
            OptionalLong last = optional(in);
            Optional<Commit> commit = in.readByte() == 0 ? Optional.empty() : Optional.of(commit(in, version));
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
            return new Progress(
                    zeroTime,
                    interval,
                    last,
                    commit,
                    positions,
                    positionsAt,
                    batches,
                    parts(in),
                    version < RecordFile.WITH_WINDOWS || in.readByte() == 0
                            ? Optional.empty()
                            : Optional.of(windows(in)));
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

    static byte[] partial(PartialContent partial) {
        return bytes(out -> {
            text(out, partial.operator());
            out.writeLong(partial.batch());
            out.writeInt(partial.partition());
            content(out, partial.content());
        });
    }

    static PartialContent partial(ByteBuffer payload) {
        return value(payload, in -> new PartialContent(text(in), in.readLong(), in.readInt(), content(in)));
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
        windows(out, commit.windows().orElse(List.of()));
    }

    private static Commit commit(DataInputStream in, int version) throws IOException {
        return new Commit(
                in.readLong(),
                in.readLong(),
                parts(in),
                version < RecordFile.WITH_WINDOWS ? Optional.empty() : Optional.of(windows(in)));
    }

    private static void windows(DataOutputStream out, List<WindowPartials> windows) throws IOException {
        out.writeInt(windows.size());
        for (WindowPartials window : windows) {
            text(out, window.operator());
            out.writeLong(window.stepMillis());
            out.writeLong(window.fromMillis());
            out.writeInt(window.partials().size());
            for (WindowPartial partial : window.partials()) {
                out.writeLong(partial.batch());
                out.writeInt(partial.partitions());
                out.writeInt(partial.pieces().size());
                for (StatePart piece : partial.pieces()) {
                    out.writeInt(piece.keyGroup());
                    place(out, piece);
                }
            }
        }
    }

    private static List<WindowPartials> windows(DataInputStream in) throws IOException {
        List<WindowPartials> windows = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String operator = text(in);
            long step = in.readLong();
            long from = in.readLong();
            List<WindowPartial> partials = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                partials.add(partial(in, operator));
            }
            windows.add(new WindowPartials(operator, step, from, partials));
        }
        return windows;
    }

    private static WindowPartial partial(DataInputStream in, String operator) throws IOException {
        long batch = in.readLong();
        int partitions = in.readInt();
        List<StatePart> pieces = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            pieces.add(part(in, operator, in.readInt(), StatePart.Kind.SNAPSHOT));
        }
        return new WindowPartial(batch, partitions, pieces);
    }

    private static void parts(DataOutputStream out, List<StatePart> parts) throws IOException {
        out.writeInt(parts.size());
        for (StatePart part : parts) {
            text(out, part.operator());
            out.writeInt(part.keyGroup());
            out.writeByte(part.kind().code());
            place(out, part);
        }
    }

    private static void place(DataOutputStream out, StatePart part) throws IOException {
        out.writeLong(part.epoch());
        out.writeInt(part.file());
        out.writeLong(part.offset());
        out.writeInt(part.length());
    }

    private static StatePart part(DataInputStream in, String operator, int number, StatePart.Kind kind)
            throws IOException {
        return new StatePart(operator, number, kind, in.readLong(), in.readInt(), in.readLong(), in.readInt());
    }

    private static List<StatePart> parts(DataInputStream in) throws IOException {
        List<StatePart> parts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            parts.add(part(in, text(in), in.readInt(), kind(in)));
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
