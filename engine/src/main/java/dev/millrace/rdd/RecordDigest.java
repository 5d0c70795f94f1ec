package dev.millrace.rdd;

import java.util.zip.CRC32C;

/**
 * A number that is the same for the same records in whatever order, as a shuffle may deliver them in another one when a batch
 * runs again. It is the sum of a 64-bit mix of CRC-32C and length of each record's bytes. Not thread-safe.
 */
final class RecordDigest {
    private final CRC32C crc = new CRC32C();
    private long records;
    private long sum;

    void add(byte[] bytes, int from, int to) {
        crc.reset();
        crc.update(bytes, from, to - from);
        records++;
        sum += mix(crc.getValue() << 32 ^ (to - from));
    }

    /** The finalizer of MurmurHash3: sums of plain checksums would often be equal by chance. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }

    long records() {
        return records;
    }

    long value() {
        return sum;
    }
}
