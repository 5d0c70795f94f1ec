package dev.millrace.storage;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.StateChunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.serializer.ObjectCodec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one executor. Memory is bounded: what has not been read for longest makes room, by moving to disk where
 * its level has disk, by being dropped (and computed again when needed) where it has not. What tasks that are here to be
 * run read is not dropped, since their job counts on it: else what one task keeps would drive out what the next one needs,
 * again and again. A received block is never dropped, since nothing could compute it again: one without a place is refused.
 * Thread-safe.
 */
public final class BlockStore implements AutoCloseable {
    /** A block: in memory as objects or as bytes, or on disk; exactly one of the three. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(
            StorageLevel level,
            @Nullable Chunk chunk,
            byte @Nullable [] bytes,
            @Nullable Path file,
            long memory) {}

    private final Map<BlockId, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private final long limit;
    private final ClassLoader loader;
    private final Path parent;
    private final Supplier<Set<Long>> read;
    private final Consumer<BlockId> dropped;
    private @Nullable Path directory;
    private long files;
    private long used;
    private boolean closed;

    /**
     * @param limit bytes of memory
     * @param parent where a directory for blocks on disk is made when it is needed
     * @param read ids of the data sets that tasks which are here read
     * @param dropped told about each block that had to make room and is kept nowhere any more
     */
    public BlockStore(
            long limit, Path parent, ClassLoader loader, Supplier<Set<Long>> read, Consumer<BlockId> dropped) {
        this.limit = limit;
        this.parent = parent;
        this.loader = loader;
        this.read = read;
        this.dropped = dropped;
    }

    private ChunkCodec codec() {
        return new ChunkCodec(new ObjectCodec(loader));
    }

    /** The block, null when it is not here. */
    public @Nullable Chunk get(BlockId id) throws IOException {
        Entry entry;
        byte @Nullable [] onDisk = null;
        synchronized (this) {
            entry = entries.get(id);
            if (entry != null && entry.file() != null) {
                onDisk = Files.readAllBytes(entry.file()); // here, as who keeps the block anew removes the file
            }
        }
        if (entry == null) {
            return null;
        }
        if (entry.chunk() != null) {
            return entry.chunk();
        }
        return codec().fromBytes(onDisk == null ? Objects.requireNonNull(entry.bytes()) : onDisk);
    }

    public synchronized boolean contains(BlockId id) {
        return entries.containsKey(id);
    }

    /**
     * Keeps a block as its level says; replication is not done here. What was kept under the id before is replaced; it
     * stays when the block finds no place.
     *
     * @return whether it is kept; false when there is no room and the level has no disk
     * @throws MillraceException for a received block that finds no room
     * @throws IOException when a file cannot be written, or the store is closed
     */
    public boolean put(BlockId id, Chunk chunk, StorageLevel level) throws IOException {
        byte[] bytes = (level.deserialized() && level.useMemory()) || isStored(chunk) ? null : codec().toBytes(chunk);
        long size = bytes == null ? chunk.estimatedBytes() : bytes.length;
        List<BlockId> gone = new ArrayList<>();
        boolean kept;
        try {
            kept = store(id, chunk, bytes, level, size, gone);
        } finally {
            gone.forEach(dropped);
        }
        if (!kept && id instanceof BlockId.OfStream) {
            throw new MillraceException(
                    ErrorCode.DATA_LOST,
                    "no room for received block " + id + " of " + size + " bytes: millrace.storage.memory is " + limit
                            + " bytes and the storage level " + level
                            + " has no disk; receive with MEMORY_AND_DISK_SER_2 or give the executor more memory");
        }
        return kept;
    }

    private synchronized boolean store(
            BlockId id, Chunk chunk, byte @Nullable [] bytes, StorageLevel level, long size, List<BlockId> gone)
            throws IOException {
        if (closed) {
            throw new IOException("block " + id + " is not kept: the executor is stopped");
        }
        Entry before = entries.remove(id); // so that it makes room for what replaces it
        used -= before == null ? 0 : before.memory();
        Entry next = null;
        try {
            next = place(chunk, bytes, level, size, gone);
        } finally {
            Entry result = next == null ? before : next;
            if (result != null) {
                entries.put(id, result);
                used += result.memory();
            }
        }
        if (next != null && before != null && before.file() != null) {
            Files.deleteIfExists(before.file());
        }
        return next != null;
    }

    private @Nullable Entry place(
            Chunk chunk, byte @Nullable [] bytes, StorageLevel level, long size, List<BlockId> gone)
            throws IOException {
        if (isStored(chunk)) {
            makeRoom(size, gone); // what is on the heap of it is small, and there is no other place for it
            return new Entry(level, chunk, null, null, size);
        }
        if (level.useMemory() && makeRoom(size, gone)) {
            return new Entry(level, bytes == null ? chunk : null, bytes, null, size);
        }
        if (!level.useDisk()) {
            return null;
        }
        return new Entry(level, null, null, write(bytes == null ? codec().toBytes(chunk) : bytes), 0);
    }

    /** Makes room by as many of the oldest blocks as that takes, by none if all of them together were not enough. */
    private boolean makeRoom(long size, List<BlockId> gone) throws IOException {
        long missing = used + size - limit;
        if (missing <= 0) {
            return true;
        }
        if (size > limit) {
            return false;
        }
        List<BlockId> oldest = new ArrayList<>();
        Set<Long> needed = read.get();
        for (Map.Entry<BlockId, Entry> candidate : entries.entrySet()) {
            Entry entry = candidate.getValue();
            if (entry.memory() > 0
                    && !isStored(entry.chunk())
                    && (entry.level().useDisk() || !mustStay(candidate.getKey(), needed))) {
                oldest.add(candidate.getKey());
                missing -= entry.memory();
                if (missing <= 0) {
                    break;
                }
            }
        }
        if (missing > 0) {
            return false;
        }
        for (BlockId id : oldest) {
            Entry entry = Objects.requireNonNull(entries.get(id));
            if (entry.level().useDisk()) {
                entries.put(id, onDisk(entry)); // stays in memory when this fails
            } else {
                entries.remove(id);
                gone.add(id);
            }
            used -= entry.memory();
        }
        return true;
    }

    /** A state that is outside of the heap: it is not written, nor dropped, as that would be no gain. */
    private static boolean isStored(@Nullable Chunk chunk) {
        return chunk instanceof StateChunk state && state.isStored();
    }

    private static boolean mustStay(BlockId id, Set<Long> needed) {
        return !(id instanceof BlockId.OfRDD part) || needed.contains(part.rddId());
    }

    private Entry onDisk(Entry entry) throws IOException {
        Chunk chunk = entry.chunk();
        byte[] bytes = chunk != null ? codec().toBytes(chunk) : Objects.requireNonNull(entry.bytes());
        return new Entry(entry.level(), null, null, write(bytes), 0);
    }

    private Path write(byte[] bytes) throws IOException {
        Path home = directory;
        if (home == null) {
            home = Files.createTempDirectory(parent, "millrace-blocks-");
            directory = home;
        }
        Path file = home.resolve("block-" + files++);
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            Files.deleteIfExists(file); // what a full disk took of it
            throw e;
        }
    }

    /** Forgets a block; nothing happens when it is not here. */
    public synchronized void remove(BlockId id) throws IOException {
        Entry entry = entries.remove(id);
        if (entry != null) {
            used -= entry.memory();
            if (entry.file() != null) {
                Files.deleteIfExists(entry.file());
            }
        }
    }

    /** Forgets all blocks for which the predicate holds. */
    public synchronized void removeIf(Predicate<BlockId> condition) throws IOException {
        List<BlockId> matching = new ArrayList<>();
        for (BlockId id : entries.keySet()) {
            if (condition.test(id)) {
                matching.add(id);
            }
        }
        for (BlockId id : matching) {
            remove(id);
        }
    }

    /** Bytes of memory that blocks take. */
    public synchronized long memoryUsed() {
        return used;
    }

    /** Forgets all blocks and removes their files; nothing can be kept afterwards. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        entries.clear();
        used = 0;
        Path home = directory;
        directory = null;
        if (home != null) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(home)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(home);
        }
    }
}
