package dev.millrace.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that is not on the heap. It is scratch: what must survive is in the checkpoint. It may be read by several threads while
 * one changes it.
 *
 * <p>Keys have places, which are their hashes turned so that the key group comes first. Keys of the same hash have the same place.
 */
public interface StoredTable extends StateTable, AutoCloseable {
    /** Behind the last place. */
    long END = 1L << 32;

    /** The place of keys with this hash: {@code group << 25 | hash >>> 7}. */
    static long place(int hash) {
        return Integer.toUnsignedLong(Integer.rotateRight(hash, 7));
    }

    /** The hash of the keys at a place. */
    static int hash(long place) {
        return Integer.rotateLeft((int) place, 7);
    }

    /** The first place of a key group; {@link #END} for the number behind the last one. */
    static long start(int group) {
        return (long) group << 25;
    }

    /**
     * Reads keys in the order of their places. The cursor sees the table as it is now, whatever changes afterwards.
     *
     * @param from the first place
     * @param to behind the last place
     */
    Cursor cursor(long from, long to);

    /**
     * Keys that were put with a time before {@code threshold}, in milliseconds, oldest first, so many at most: none when there are no
     * more. They are not told again unless they are put again. A key may be told that has gone, or that has been put with a
     * later time since. Only for a table that {@linkplain StateStore#table was told} how to see the time of a value.
     */
    List<@Nullable Object> takeBefore(long threshold, int most);

    /** Removes everything; the table cannot be used any more. May be called by any thread, and again. */
    @Override
    void close();

    /** Keys and values that are being read. For one thread. */
    interface Cursor extends AutoCloseable {
        /** Goes to the first key, or to the next one; false when there is none, and the cursor is closed. */
        boolean next();

        int hash();

        @Nullable
        Object key();

        Object value();

        /** Bytes that key and value take where they are. */
        int bytes();

        @Override
        void close();
    }
}
