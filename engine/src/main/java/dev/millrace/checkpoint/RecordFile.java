package dev.millrace.checkpoint;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The frame that all files of a checkpoint have: a header and records, each with checksums. Numbers are big-endian.
 *
 * <pre>
 *   header   "MRCK" | version (2) | kind of file (2) | epoch (8)              | CRC32C of these 16 bytes (4)
 *   record   length of the payload (4) | kind (1) | zeros (3) | CRC32C of these 8 bytes (4) | payload | its CRC32C (4)
 * </pre>
 *
 * <p>A record that was being written when its process died is a torn tail: it ends with the file, or its first bytes are not
 * there yet. A record that is wrong in any other way is damage, which no crash makes.
 */
final class RecordFile {
    /** Version of the format of all files that are written. */
    static final int VERSION = 2;

    /** The first version whose commits name partial results of windows. */
    static final int WITH_WINDOWS = 2;

    static final int HEADER_BYTES = 20;
    static final int RECORD_BYTES = 16;
    private static final int RECORD_HEADER_BYTES = 12;
    private static final int MAGIC = 0x4d52434b;

    private RecordFile() {}

    /** @param payload not a copy */
    record Entry(int kind, ByteBuffer payload) {}

    /**
     * A file as it was read.
     *
     * @param version of its format
     * @param torn whether a record at its end is incomplete
     */
    record Content(int version, long epoch, List<Entry> entries, boolean torn) {}

    static byte[] header(FileKind kind, long epoch) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(MAGIC)
                .putShort((short) VERSION)
                .putShort((short) kind.code())
                .putLong(epoch);
        return bytes.putInt(checksum(bytes.array(), 0, 16)).array();
    }

    static byte[] record(RecordKind kind, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(RECORD_BYTES + payload.length)
                .putInt(payload.length)
                .put((byte) kind.code())
                .put(new byte[3]);
        bytes.putInt(checksum(bytes.array(), 0, 8)).put(payload);
        return bytes.putInt(checksum(payload, 0, payload.length)).array();
    }

    /** A header and one record. */
    static byte[] file(FileKind kind, long epoch, RecordKind recordKind, byte[] payload) {
        byte[] record = record(recordKind, payload);
        return ByteBuffer.allocate(HEADER_BYTES + record.length)
                .put(header(kind, epoch))
                .put(record)
                .array();
    }

    /**
     * Reads a file up to its end or to a torn tail; a file without a whole header has no entries.
     *
     * @param name of the file, for messages
     * @throws MillraceException CHECKPOINT when it is damaged, of another kind, or of a newer format
     */
    static Content read(String name, byte[] file, FileKind kind) {
        if (file.length < HEADER_BYTES || isZero(file, 0, HEADER_BYTES)) {
            return new Content(VERSION, 0, List.of(), true);
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (bytes.getInt(0) != MAGIC) {
            throw damaged(name, 0, "it is no file of a checkpoint");
        }
        int version = bytes.getShort(4);
        if (version > VERSION) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT,
                    name + " has format " + version + ", and this version of Millrace reads formats up to " + VERSION
                            + ": go on with the newer version");
        }
        if (bytes.getInt(16) != checksum(file, 0, 16) || bytes.getShort(6) != kind.code()) {
            throw damaged(name, 0, "its header is wrong");
        }
        List<Entry> entries = new ArrayList<>();
        int at = HEADER_BYTES;
        while (at < file.length) {
            int next = entry(name, file, at, entries);
            if (next < 0) {
                return new Content(version, bytes.getLong(8), entries, true);
            }
            at = next;
        }
        return new Content(version, bytes.getLong(8), entries, false);
    }

    /** The payload of a record that was written as a whole. */
    static ByteBuffer readRecord(String name, byte[] record, RecordKind kind) {
        Entry entry = readRecord(name, record);
        if (entry.kind() != kind.code()) {
            throw damaged(name, 0, "a record is wrong");
        }
        return entry.payload();
    }

    /** A record that was written as a whole. */
    static Entry readRecord(String name, byte[] record) {
        List<Entry> entries = new ArrayList<>(1);
        if (entry(name, record, 0, entries) != record.length) {
            throw damaged(name, 0, "a record is wrong");
        }
        return entries.get(0);
    }

    /** Takes in the record at {@code at}; returns where the next one starts, or -1 for a torn tail. */
    private static int entry(String name, byte[] bytes, int at, List<Entry> entries) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int left = bytes.length - at;
        if (left < RECORD_HEADER_BYTES || file.getInt(at + 8) == 0) {
            return -1;
        }
        if (file.getInt(at + 8) != checksum(bytes, at, 8)) {
            throw damaged(name, at, "the header of a record is wrong");
        }
        int length = file.getInt(at);
        if (length > left - RECORD_BYTES) {
            return -1;
        }
        int payload = at + RECORD_HEADER_BYTES;
        int end = payload + length + 4;
        if (file.getInt(payload + length) != checksum(bytes, payload, length)) {
            if (end == bytes.length) {
                return -1;
            }
            throw damaged(name, at, "the checksum of a record is wrong");
        }
        entries.add(new Entry(file.get(at + 4), file.slice(payload, length)));
        return end;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    private static MillraceException damaged(String name, int at, String what) {
        return new MillraceException(
                ErrorCode.CHECKPOINT,
                name + " is damaged at byte " + at + ": " + what
                        + ". No crash leaves that behind: look at the disk, and"
                        + " see what is whole with `millrace checkpoint verify`");
    }
}
