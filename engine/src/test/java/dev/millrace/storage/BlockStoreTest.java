package dev.millrace.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.execution.RecordChunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which blocks make room for others. */
class BlockStoreTest {
    private static final RecordChunk CHUNK =
            new RecordChunk(Collections.nCopies(100, "record").toArray(), 100);
    private static final long ROOM_FOR_TWO = CHUNK.estimatedBytes() * 5 / 2;
    private static final BlockId FIRST = new BlockId.OfRDD(1, 0);
    private static final BlockId SECOND = new BlockId.OfRDD(2, 0);
    private static final BlockId THIRD = new BlockId.OfRDD(3, 0);

    @TempDir
    private Path directory;

    private final Set<Long> read = new HashSet<>();
    private final List<BlockId> dropped = new ArrayList<>();
    private BlockStore store;

    private BlockStore open() {
        store = new BlockStore(ROOM_FOR_TWO, directory, getClass().getClassLoader(), () -> read, dropped::add);
        return store;
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        assertEquals(0, directory.toFile().list().length, "files are left");
    }

    @Test
    void whatWasReadLongestAgoMakesRoom() throws Exception {
        BlockStore blocks = open();
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(SECOND, CHUNK, StorageLevel.MEMORY_ONLY));
        assertNotNull(blocks.get(FIRST));
        assertTrue(blocks.put(THIRD, CHUNK, StorageLevel.MEMORY_ONLY));
        assertEquals(List.of(SECOND), dropped);
    }

    @Test
    void whatTasksReadStays() throws Exception {
        BlockStore blocks = open();
        read.addAll(List.of(1L, 2L));
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(SECOND, CHUNK, StorageLevel.MEMORY_ONLY));
        assertFalse(blocks.put(THIRD, CHUNK, StorageLevel.MEMORY_ONLY));
        assertEquals(List.of(), dropped);
        read.remove(1L);
        assertTrue(blocks.put(THIRD, CHUNK, StorageLevel.MEMORY_ONLY));
        assertEquals(List.of(FIRST), dropped);
    }

    @Test
    void whatHasAPlaceOnDiskGoesThere() throws Exception {
        BlockStore blocks = open();
        read.add(1L);
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.MEMORY_AND_DISK));
        assertTrue(blocks.put(SECOND, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(THIRD, CHUNK, StorageLevel.MEMORY_ONLY));
        assertEquals(List.of(), dropped);
        assertEquals(CHUNK.estimatedBytes() * 2, blocks.memoryUsed());
        assertEquals(100, blocks.get(FIRST).count());
    }
}
