package dev.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.streaming.RangeCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
final class OffsetRangesCodec implements RangeCodec<OffsetRanges> {
    private static final byte VERSION = 1;
    private static final int MORE = 0x80;
    private static final int BITS = 7;
    private static final int MAX_SHIFT = 63;

    /** Kafka takes names of 249 characters at most. */
    private static final int MAX_NAME = 1024;

    @Override
    public void write(OffsetRanges value, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        List<List<OffsetRange>> topics = byTopic(value);
        writeNumber(topics.size(), out);
        for (List<OffsetRange> topic : topics) {
            byte[] name = topic.get(0).topic().getBytes(UTF_8);
            writeNumber(name.length, out);
            out.write(name);
            writeNumber(topic.size(), out);
            int before = 0;
            for (OffsetRange range : topic) {
                writeNumber(range.partition() - before, out);
                writeNumber(range.fromOffset(), out);
                writeNumber(range.count(), out);
                before = range.partition();
            }
        }
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

    private static void writeNumber(long number, DataOutput out) throws IOException {
        long rest = number;
        while (rest >= MORE) {
            out.writeByte((int) (rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        out.writeByte((int) rest);
    }

    /** @throws IOException when the bytes are not what {@link #write} writes, or of a later version */
    @Override
    public OffsetRanges read(DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("offset ranges: expected version " + VERSION + ", found " + version
                    + ": they were written by a later version of the Kafka connector");
        }
        List<OffsetRange> ranges = new ArrayList<>();
        for (long topics = readNumber(in); topics > 0; topics--) {
            readTopic(in, ranges);
        }
        return new OffsetRanges(ranges);
    }

    private static void readTopic(DataInput in, List<OffsetRange> ranges) throws IOException {
        long length = readNumber(in);
        if (length > MAX_NAME) {
            throw new IOException("offset ranges: a topic's name of " + length + " bytes");
        }
        byte[] name = new byte[(int) length];
        in.readFully(name);
        String topic = new String(name, UTF_8);
        long partition = 0;
        for (long count = readNumber(in); count > 0; count--) {
            partition += readNumber(in);
            long from = readNumber(in);
            long until = from + readNumber(in);
            if (partition < 0 || partition > Integer.MAX_VALUE || until < from) {
                throw new IOException("offset ranges: partition " + partition + " from " + from + " until " + until);
            }
            ranges.add(new OffsetRange(topic, (int) partition, from, until));
        }
    }

    private static long readNumber(DataInput in) throws IOException {
        long number = 0;
        for (int shift = 0; shift < MAX_SHIFT; shift += BITS) {
            byte part = in.readByte();
            number |= (long) (part & (MORE - 1)) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new IOException("offset ranges: a number of more than " + MAX_SHIFT + " bits");
    }
}
