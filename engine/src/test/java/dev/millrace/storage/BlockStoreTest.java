package dev.millrace.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.RecordChunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Test
    void nothingIsDroppedForABlockThatFindsNoRoomAnyway() throws Exception {
        BlockStore blocks = open();
        read.add(2L);
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(SECOND, CHUNK, StorageLevel.MEMORY_ONLY));
        RecordChunk twice = new RecordChunk(Collections.nCopies(200, "record").toArray(), 200);
        assertTrue(twice.estimatedBytes() <= ROOM_FOR_TWO);
        assertFalse(blocks.put(THIRD, twice, StorageLevel.MEMORY_ONLY));
        assertEquals(List.of(), dropped);
        assertNotNull(blocks.get(FIRST));
    }

    @Test
    void aBlockStaysWhenItsReplacementFindsNoRoom() throws Exception {
        BlockStore blocks = open();
        RecordChunk large = new RecordChunk(Collections.nCopies(1_000, "record").toArray(), 1_000);
        BlockId received = new BlockId.OfStream(1, 0);
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(received, CHUNK, StorageLevel.MEMORY_ONLY));
        assertFalse(blocks.put(FIRST, large, StorageLevel.MEMORY_ONLY));
        MillraceException refused =
                assertThrows(MillraceException.class, () -> blocks.put(received, large, StorageLevel.MEMORY_ONLY));
        assertEquals(ErrorCode.DATA_LOST, refused.code());
        assertEquals(100, blocks.get(FIRST).count());
        assertEquals(100, blocks.get(received).count());
        assertEquals(CHUNK.estimatedBytes() * 2, blocks.memoryUsed());
    }

    @Test
    void whatIsReplacedMakesRoomForItsReplacement() throws Exception {
        BlockStore blocks = open();
        RecordChunk twice = new RecordChunk(Collections.nCopies(200, "record").toArray(), 200);
        assertTrue(blocks.put(FIRST, twice, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(FIRST, twice, StorageLevel.MEMORY_ONLY));
        assertEquals(twice.estimatedBytes(), blocks.memoryUsed());
        assertEquals(List.of(), dropped);
    }

    @Test
    void receivedBlocksAreNotDropped() throws Exception {
        BlockStore blocks = open();
        BlockId received = new BlockId.OfStream(1, 0);
        assertTrue(blocks.put(received, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(blocks.put(SECOND, CHUNK, StorageLevel.MEMORY_ONLY));
        assertEquals(List.of(FIRST), dropped);
        assertNotNull(blocks.get(received));
    }

    @Test
    void nothingIsLostWhenTheDiskFails() throws Exception {
        Path nowhere = directory.resolve("nowhere");
        store = new BlockStore(ROOM_FOR_TWO, nowhere, getClass().getClassLoader(), () -> read, dropped::add);
        BlockId received = new BlockId.OfStream(1, 0);
        assertTrue(store.put(FIRST, CHUNK, StorageLevel.MEMORY_ONLY));
        assertTrue(store.put(received, CHUNK, StorageLevel.MEMORY_AND_DISK));
        assertNotNull(store.get(FIRST));
        assertThrows(IOException.class, () -> store.put(SECOND, CHUNK, StorageLevel.MEMORY_ONLY));
        assertThrows(IOException.class, () -> store.put(FIRST, CHUNK, StorageLevel.DISK_ONLY));
        assertEquals(100, store.get(FIRST).count());
        assertEquals(100, store.get(received).count());
        assertEquals(CHUNK.estimatedBytes() * 2, store.memoryUsed());
    }

    @Test
    void filesAreRemovedWithTheirBlocks() throws Exception {
        BlockStore blocks = open();
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.DISK_ONLY));
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.DISK_ONLY));
        assertTrue(blocks.put(SECOND, CHUNK, StorageLevel.DISK_ONLY));
        assertEquals(2, files());
        blocks.remove(FIRST);
        assertEquals(1, files());
        blocks.removeIf(id -> true);
        assertEquals(0, files());
    }

    private int files() {
        return directory.toFile().listFiles()[0].list().length;
    }

    @Test
    void nothingIsKeptAfterClose() throws Exception {
        BlockStore blocks = open();
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.DISK_ONLY));
        blocks.close();
        assertThrows(IOException.class, () -> blocks.put(SECOND, CHUNK, StorageLevel.DISK_ONLY));
        assertNull(blocks.get(FIRST));
        assertEquals(0, blocks.memoryUsed());
    }

    @Test
    void whoReadsWhileABlockIsReplacedGetsTheOneOrTheOther() throws Exception {
        BlockStore blocks = open();
        List<StorageLevel> levels =
                List.of(StorageLevel.DISK_ONLY, StorageLevel.MEMORY_ONLY, StorageLevel.MEMORY_AND_DISK_SER);
        assertTrue(blocks.put(FIRST, CHUNK, StorageLevel.DISK_ONLY));
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Integer> reading = new FutureTask<>(() -> {
            int reads = 0;
            while (!over.get() || reads == 0) {
                assertEquals(100, blocks.get(FIRST).count());
                reads++;
            }
            return reads;
        });
        Thread reader = new Thread(reading);
        reader.start();
        for (int i = 0; i < 500; i++) {
            assertTrue(blocks.put(FIRST, CHUNK, levels.get(i % levels.size())));
        }
        over.set(true);
        assertTrue(reading.get() > 0);
    }
}
