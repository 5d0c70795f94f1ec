package dev.millrace.state.rocksdb;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A RocksDB database in a directory that goes with it. Nothing is logged ahead or forced to the disk, since the truth is in the
 * checkpoint. One cache holds all the memory: blocks that were read, indexes, filters, and what has yet to be written. Thread-safe,
 * but for {@link #close}, after which nothing may be called.
 */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long MOST_WRITE_BUFFER = 64 << 20;
    private static final long ARENA_BLOCK = 256 << 10;
    private static final int OPEN_FILES = 512;
    private static final int FILTER_BITS = 10;

    private final Path directory;
    private final RocksDB db;
    private final WriteOptions unlogged;

    /** Whatever has memory of its own outside of the heap, in the order in which it is let go. */
    private final List<AbstractNativeReference> references;

    private Database(Path directory, RocksDB db, WriteOptions unlogged, List<AbstractNativeReference> references) {
        this.directory = directory;
        this.db = db;
        this.unlogged = unlogged;
        this.references = references;
    }

    /**
     * Makes one.
     *
     * @param memory bytes outside of the heap
     * @throws MillraceException FILE when the directory cannot be used, CONFIGURATION when RocksDB does not run on this machine
     */
    static Database open(Path parent, long memory) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory(parent, "millrace-state-");
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
            RocksDB.loadLibrary();
            return openIn(directory, memory);
        } catch (IOException | RocksDBException e) {
            remove(directory);
            throw new MillraceException(
                    ErrorCode.FILE,
                    "state in RocksDB: cannot use " + parent + ": " + e
                            + "; millrace.local.dir names a directory with room for it",
                    e);
        } catch (RuntimeException | LinkageError e) {
            remove(directory);
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    "millrace.state.store: the native library of RocksDB cannot be loaded on this machine: " + e
                            + "; it is for common Linux, macOS and Windows systems, and " + parent
                            + " must not be mounted with noexec",
                    e);
        }
    }

    private static Database openIn(Path directory, long memory) throws RocksDBException {
        Cache cache = new LRUCache(memory);
        WriteBufferManager buffers = new WriteBufferManager(memory / 2, cache);
        BloomFilter filter = new BloomFilter(FILTER_BITS);
        BlockBasedTableConfig blocks = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setFilterPolicy(filter);
        Options options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferManager(buffers)
                .setWriteBufferSize(Math.min(MOST_WRITE_BUFFER, memory / 8))
                .setArenaBlockSize(ARENA_BLOCK)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(2)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setTableFormatConfig(blocks);
        WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
        List<AbstractNativeReference> references = new ArrayList<>(List.of(unlogged, options, filter, buffers, cache));
        try {
            RocksDB db = RocksDB.open(options, directory.toString());
            references.add(0, db);
            LOG.info("states are in RocksDB: directory={} memory={}", directory, memory);
            return new Database(directory, db, unlogged, references);
        } catch (RocksDBException e) {
            references.forEach(AbstractNativeReference::close);
            throw e;
        }
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw failed("read", e);
        }
    }

    void put(byte[] key, byte[] value) {
        try {
            db.put(unlogged, key, value);
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    void delete(byte[] key) {
        try {
            db.delete(unlogged, key);
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    /** Removes the keys of a range, and the files that have no others. */
    void deleteRange(byte[] from, byte[] to) {
        try {
            db.deleteRange(unlogged, from, to);
            db.deleteFilesInRanges(db.getDefaultColumnFamily(), List.of(from, to), false);
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    /** Reads keys of a range in their order, as they are now. */
    Range range(byte[] from, byte[] to) {
        return new Range(db, from, to);
    }

    /** A range of keys that is being read. For one thread at a time. */
    static final class Range implements AutoCloseable {
        private final Slice end;
        private final ReadOptions options;
        private final RocksIterator iterator;
        private boolean closed;

        private Range(RocksDB db, byte[] from, byte[] to) {
            end = new Slice(to);
            options = new ReadOptions().setIterateUpperBound(end).setFillCache(false);
            iterator = db.newIterator(options);
            iterator.seek(from);
        }

        /** Whether there is a key; closed when not. */
        boolean isValid() {
            if (closed || iterator.isValid()) {
                return !closed;
            }
            try {
                iterator.status();
            } catch (RocksDBException e) {
                throw failed("read", e);
            } finally {
                close();
            }
            return false;
        }

        byte[] key() {
            return iterator.key();
        }

        byte[] value() {
            return iterator.value();
        }

        void next() {
            iterator.next();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                iterator.close();
                options.close();
                end.close();
            }
        }
    }

    private static MillraceException failed(String what, RocksDBException e) {
        return new MillraceException(
                ErrorCode.FILE,
                "state in RocksDB: cannot " + what + ": " + e.getMessage()
                        + "; look at the space in millrace.local.dir of the executor",
                e);
    }

    @Override
    public void close() {
        references.forEach(AbstractNativeReference::close);
        remove(directory);
    }

    private static void remove(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("cannot remove {}: {}", directory, e.toString());
        }
    }
}
