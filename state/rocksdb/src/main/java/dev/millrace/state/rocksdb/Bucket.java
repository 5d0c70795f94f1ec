package dev.millrace.state.rocksdb;

import dev.millrace.serializer.ObjectCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one hash with their values, as bytes: nearly always one.
 *
 * <pre>
 *   length of the key (4) | key | length of the value (4) | value      and so on
 * </pre>
 *
 * <p>Equal keys may have different bytes, as sets with another order do, so that the bytes alone do not tell two keys apart.
 */
final class Bucket {
    private static final int LENGTH = 4;
    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final ObjectCodec codec;

    Bucket(byte @Nullable [] bytes, ObjectCodec codec) {
        this.bytes = bytes == null ? NONE : bytes;
        this.codec = codec;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    private int length(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    private int value(int entry) {
        return entry + LENGTH + length(entry);
    }

    /** Where the entry behind that at {@code entry} is; the end for the last one. */
    int next(int entry) {
        int value = value(entry);
        return value + LENGTH + length(value);
    }

    boolean isEnd(int entry) {
        return entry == bytes.length;
    }

    byte[] keyBytes(int entry) {
        return Arrays.copyOfRange(bytes, entry + LENGTH, value(entry));
    }

    @Nullable
    Object keyAt(int entry) {
        return codec.fromBytes(keyBytes(entry));
    }

    Object valueAt(int entry) {
        int value = value(entry);
        return Objects.requireNonNull(
                codec.fromBytes(Arrays.copyOfRange(bytes, value + LENGTH, value + LENGTH + length(value))));
    }

    /** Where the entry of a key is; -1 when there is none. */
    int find(@Nullable Object key, byte[] keyBytes) {
        for (int entry = 0; !isEnd(entry); entry = next(entry)) {
            int from = entry + LENGTH;
            if (Arrays.equals(bytes, from, value(entry), keyBytes, 0, keyBytes.length)
                    || Objects.equals(key, keyAt(entry))) {
                return entry;
            }
        }
        return -1;
    }

    /** This one with another value for the entry of a key; -1 for a new one. */
    Bucket with(int entry, byte[] keyBytes, byte[] value) {
        int from = entry < 0 ? bytes.length : value(entry);
        int to = entry < 0 ? bytes.length : next(entry);
        int key = entry < 0 ? LENGTH + keyBytes.length : 0;
        ByteBuffer changed = ByteBuffer.allocate(bytes.length - (to - from) + key + LENGTH + value.length)
                .put(bytes, 0, from);
        if (entry < 0) {
            changed.putInt(keyBytes.length).put(keyBytes);
        }
        changed.putInt(value.length).put(value).put(bytes, to, bytes.length - to);
        return new Bucket(changed.array(), codec);
    }

    /** This one without an entry. */
    Bucket without(int entry) {
        int next = next(entry);
        return new Bucket(
                ByteBuffer.allocate(bytes.length - (next - entry))
                        .put(bytes, 0, entry)
                        .put(bytes, next, bytes.length - next)
                        .array(),
                codec);
    }
}
