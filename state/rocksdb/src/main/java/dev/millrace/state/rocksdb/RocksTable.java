package dev.millrace.state.rocksdb;

import dev.millrace.rdd.TaskContext;
import dev.millrace.serializer.ObjectCodec;
import dev.millrace.state.StoredTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A table in a database that others are in as well.
 *
 * <pre>
 *   number of the table (4) | 0 | place of the hash (4)          = {@link Bucket}
 *   number of the table (4) | 1 | time (8, signed + 2^63) | key  = nothing
 * </pre>
 *
 * <p>Each put of a key with a time adds an entry under that time. So a key that is there has an entry under its own time whatever was put
 * before and taken back; entries of other times are passed over when they are taken, by whoever looks at the key.
 *
 * <p>Thread-safe, as far as a {@link StoredTable} is; a closed table throws.
 */
final class RocksTable implements StoredTable {
    private static final byte KEYS = 0;
    private static final byte TIMES = 1;
    private static final int PREFIX = 5;
    private static final byte[] NOTHING = {};
    private static final long HEAP_BYTES = 4 << 10;

    private final Database database;
    private final int number;
    private final ObjectCodec codec;
    private final @Nullable ToLongFunction<Object> time;
    private final Consumer<RocksTable> closing;
    private final Set<RocksCursor> cursors = new HashSet<>();
    private long count;

    /** No entry has a time before. */
    private long earliest = Long.MAX_VALUE;

    /** The bucket that was read or written last: a value is mostly read just before it is written. */
    private @Nullable Bucket last;

    private int lastHash;
    private boolean closed;

    /** @param closing told when this one is closed */
    RocksTable(
            Database database,
            int number,
            ClassLoader loader,
            @Nullable ToLongFunction<Object> time,
            Consumer<RocksTable> closing) {
        this.database = database;
        this.number = number;
        this.codec = ObjectCodec.durable(
                loader); // what a checkpoint could not take is refused here, and not read back as another
        this.time = time;
        this.closing = closing;
    }

    private ByteBuffer prefix(byte kind, int more) {
        return ByteBuffer.allocate(PREFIX + more).putInt(number).put(kind);
    }

    private byte[] bucketKey(long place) {
        return place == END
                ? prefix(TIMES, 0).array()
                : prefix(KEYS, Integer.BYTES).putInt((int) place).array();
    }

    private ByteBuffer timePrefix(long at, int more) {
        return prefix(TIMES, Long.BYTES + more).putLong(at ^ Long.MIN_VALUE);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the state is not kept any more: the executor is stopped");
        }
    }

    private Bucket bucket(int hash) {
        requireOpen();
        Bucket known = last;
        if (known != null && lastHash == hash) {
            return known;
        }
        Bucket read = new Bucket(database.get(bucketKey(StoredTable.place(hash))), codec);
        last = read;
        lastHash = hash;
        return read;
    }

    private void write(int hash, Bucket bucket) {
        byte[] key = bucketKey(StoredTable.place(hash));
        last = null; // also when writing fails
        if (bucket.isEmpty()) {
            database.delete(key);
        } else {
            database.put(key, bucket.bytes());
        }
        last = bucket;
        lastHash = hash;
    }

    @Override
    public synchronized int count() {
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    @Override
    public synchronized @Nullable Object get(int hash, @Nullable Object key) {
        Bucket bucket = bucket(hash);
        if (bucket.isEmpty()) {
            return null;
        }
        int entry = bucket.find(key, codec.toBytes(key));
        return entry < 0 ? null : bucket.valueAt(entry);
    }

    @Override
    public synchronized void put(int hash, @Nullable Object key, @Nullable Object value) {
        Bucket bucket = bucket(hash);
        byte[] keyBytes = codec.toBytes(key);
        int entry = bucket.find(key, keyBytes);
        ToLongFunction<Object> clock = time;
        if (clock != null && value != null) {
            long at = clock.applyAsLong(value);
            database.put(
                    timePrefix(at, keyBytes.length).put(keyBytes).array(), NOTHING); // first: one too many is no harm
            earliest = Math.min(earliest, at);
        }
        write(hash, bucket.with(entry, keyBytes, codec.toBytes(value)));
        count += entry < 0 ? 1 : 0;
    }

    @Override
    public synchronized void remove(int hash, @Nullable Object key) {
        Bucket bucket = bucket(hash);
        int entry = bucket.isEmpty() ? -1 : bucket.find(key, codec.toBytes(key));
        if (entry >= 0) {
            write(hash, bucket.without(entry));
            count--;
        }
    }

    @Override
    public long heapBytes() {
        return HEAP_BYTES;
    }

    @Override
    public <E extends Exception> void forEach(boolean @Nullable [] groups, Visitor<E> visitor) throws E {
        int all = (int) (END / StoredTable.start(1));
        for (int from = 0; from < all; from++) {
            if (groups == null || groups[from]) {
                int to = from + 1;
                while (to < all && (groups == null || groups[to])) {
                    to++;
                }
                try (Cursor cursor = open(StoredTable.start(from), StoredTable.start(to))) {
                    while (cursor.next()) {
                        visitor.accept(cursor.hash(), cursor.key(), cursor.value());
                    }
                }
                from = to;
            }
        }
    }

    @Override
    public Cursor cursor(long from, long to) {
        RocksCursor cursor = open(from, to);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener(cursor::close); // one that stops in the middle
        }
        return cursor;
    }

    private synchronized RocksCursor open(long from, long to) {
        requireOpen();
        RocksCursor cursor = new RocksCursor(database.range(bucketKey(from), bucketKey(to)));
        cursors.add(cursor);
        return cursor;
    }

    @Override
    public synchronized List<@Nullable Object> takeBefore(long threshold, int most) {
        requireOpen();
        List<@Nullable Object> keys = new ArrayList<>();
        if (earliest >= threshold) {
            return keys;
        }
        List<byte[]> taken = new ArrayList<>();
        try (Database.Range range = database.range(
                timePrefix(earliest, 0).array(), timePrefix(threshold, 0).array())) {
            while (keys.size() < most && range.isValid()) {
                byte[] entry = range.key();
                taken.add(entry);
                ByteBuffer bytes = ByteBuffer.wrap(entry, PREFIX, entry.length - PREFIX);
                earliest = bytes.getLong() ^ Long.MIN_VALUE;
                byte[] key = new byte[bytes.remaining()];
                bytes.get(key);
                keys.add(codec.fromBytes(key));
                range.next();
            }
            if (!range.isValid()) {
                earliest = threshold;
            }
        }
        taken.forEach(database::delete);
        return keys;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = null;
            List.copyOf(cursors).forEach(RocksCursor::close);
            database.deleteRange(
                    ByteBuffer.allocate(Integer.BYTES).putInt(number).array(),
                    ByteBuffer.allocate(Integer.BYTES).putInt(number + 1).array());
        }
        closing.accept(this);
    }

    /** Goes over buckets, and over the entries of each. */
    private final class RocksCursor implements Cursor {
        private final Database.Range range;
        private @Nullable Bucket bucket;
        private int entry;
        private int hash;
        private @Nullable Object key;

        RocksCursor(Database.Range range) {
            this.range = range;
        }

        @Override
        public boolean next() {
            synchronized (RocksTable.this) {
                requireOpen();
                Bucket current = bucket;
                entry = current == null ? 0 : current.next(entry);
                if (current == null || current.isEnd(entry)) {
                    if (current != null) {
                        range.next();
                    }
                    if (!range.isValid()) {
                        close();
                        return false;
                    }
                    current = new Bucket(range.value(), codec);
                    bucket = current;
                    entry = 0;
                    hash = StoredTable.hash(ByteBuffer.wrap(range.key()).getInt(PREFIX));
                }
                key = current.keyAt(entry);
                return true;
            }
        }

        @Override
        public int hash() {
            return hash;
        }

        @Override
        public @Nullable Object key() {
            return key;
        }

        @Override
        public Object value() {
            synchronized (RocksTable.this) {
                Bucket current = bucket;
                if (current == null) {
                    throw new IllegalStateException("next has not been called");
                }
                return current.valueAt(entry);
            }
        }

        @Override
        public int bytes() {
            Bucket current = bucket;
            return current == null ? 0 : current.next(entry) - entry;
        }

        @Override
        public void close() {
            synchronized (RocksTable.this) {
                range.close();
                cursors.remove(this);
            }
        }
    }
}
