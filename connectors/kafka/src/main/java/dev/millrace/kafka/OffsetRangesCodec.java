package dev.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The offset ranges of a batch as bytes, to be kept in a checkpoint and read by later versions.
 *
 * <pre>
 *   version     1 byte, 1
 *   topics      number
 *   for each topic, in order of name:
 *     length    number of the bytes of its name
 *     name      UTF-8
 *     ranges    number
 *     for each range, in order of partition:
 *       partition   number: less that of the range before; of the first one, itself
 *       from        number
 *       count       number: the offset after the last one, less {@code from}
 * </pre>
 *
 * A number has seven bits in each byte, the lowest first; the highest bit says that another byte follows. Nothing comes after.
 */
final class OffsetRangesCodec {
    private static final byte VERSION = 1;
    private static final int MORE = 0x80;
    private static final int BITS = 7;
    private static final int MAX_SHIFT = 63;

    private OffsetRangesCodec() {}

    static byte[] encode(OffsetRanges value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        List<List<OffsetRange>> topics = byTopic(value);
        write(topics.size(), out);
        for (List<OffsetRange> topic : topics) {
            byte[] name = topic.get(0).topic().getBytes(UTF_8);
            write(name.length, out);
            out.writeBytes(name);
            write(topic.size(), out);
            int before = 0;
            for (OffsetRange range : topic) {
                write(range.partition() - before, out);
                write(range.fromOffset(), out);
                write(range.count(), out);
                before = range.partition();
            }
        }
        return out.toByteArray();
    }

    private static List<List<OffsetRange>> byTopic(OffsetRanges value) {
        List<List<OffsetRange>> topics = new ArrayList<>();
        String last = null;
        for (OffsetRange range : value.ranges()) {
            if (!range.topic().equals(last)) {
                topics.add(new ArrayList<>());
                last = range.topic();
            }
            topics.get(topics.size() - 1).add(range);
        }
        return topics;
    }

    private static void write(long number, ByteArrayOutputStream out) {
        long rest = number;
        while (rest >= MORE) {
            out.write((int) (rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        out.write((int) rest);
    }

    /** @throws IllegalArgumentException when the bytes are not what {@link #encode} writes, or of a later version */
    static OffsetRanges decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("offset ranges: expected version " + VERSION + ", found " + version
                        + ": they were written by a later version of the Kafka connector");
            }
            List<OffsetRange> ranges = new ArrayList<>();
            for (long topics = read(in); topics > 0; topics--) {
                readTopic(in, ranges);
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(
                        "offset ranges: expected " + in.position() + " bytes, found " + bytes.length);
            }
            return new OffsetRanges(ranges);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "offset ranges: they end after " + bytes.length + " bytes, too early", e);
        }
    }

    private static void readTopic(ByteBuffer in, List<OffsetRange> ranges) {
        long length = read(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] name = new byte[(int) length];
        in.get(name);
        String topic = new String(name, UTF_8);
        long partition = 0;
        for (long count = read(in); count > 0; count--) {
            partition += read(in);
            long from = read(in);
            ranges.add(new OffsetRange(topic, Math.toIntExact(partition), from, Math.addExact(from, read(in))));
        }
    }

    private static long read(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < MAX_SHIFT; shift += BITS) {
            byte part = in.get();
            number |= (long) (part & (MORE - 1)) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("offset ranges: a number is longer than 63 bits at byte " + in.position());
    }
}
