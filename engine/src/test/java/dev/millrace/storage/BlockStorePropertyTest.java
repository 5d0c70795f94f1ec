package dev.millrace.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.CollectSink;
import dev.millrace.execution.Flow;
import dev.millrace.execution.RecordChunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.serializer.ObjectCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of random operations on a store and on a model of it that is a plain list of blocks, the one that was used
 * last at its end. {@code -Dmillrace.test.seed=N} runs one case again.
 */
class BlockStorePropertyTest {
    private static final int CASES = 40;
    private static final int OPERATIONS = 500;
    private static final long LIMIT = 40_000;
    private static final List<StorageLevel> LEVELS = List.of(
            StorageLevel.MEMORY_ONLY,
            StorageLevel.MEMORY_ONLY_SER,
            StorageLevel.MEMORY_AND_DISK,
            StorageLevel.MEMORY_AND_DISK_SER,
            StorageLevel.DISK_ONLY);

    @TempDir
    private Path directory;

    @Test
    void theStoreIsWhatTheModelSays() throws Exception {
        Long only = Long.getLong("millrace.test.seed");
        long first = only == null ? 1 : only;
        for (long seed = first; seed < first + (only == null ? CASES : 1); seed++) {
            try {
                new Case(seed).run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("fails with -Dmillrace.test.seed=" + seed, e);
            }
        }
    }

    /** A block of the model. */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, as blocks of the model are
    private record Kept(BlockId id, StorageLevel level, Object[] records, long memory) {
        boolean onDisk() {
            return memory == 0;
        }
    }

    private final class Case {
        private final Random random;
        private final List<Kept> model = new ArrayList<>();
        private final Set<Long> read = new HashSet<>();
        private final List<BlockId> dropped = new ArrayList<>();
        private final List<BlockId> expectedDropped = new ArrayList<>();
        private final ChunkCodec codec =
                new ChunkCodec(new ObjectCodec(getClass().getClassLoader()));

        Case(long seed) {
            random = new Random(seed);
        }

        void run() throws Exception {
            try (BlockStore store = new BlockStore(
                    LIMIT, directory, getClass().getClassLoader(), () -> Set.copyOf(read), dropped::add)) {
                for (int i = 0; i < OPERATIONS; i++) {
                    operate(store);
                    compare(store);
                }
                for (Kept kept : List.copyOf(model)) {
                    assertArrayEquals(kept.records(), records(store.get(kept.id())));
                }
            }
            assertEquals(0, directory.toFile().list().length, "files are left");
        }

        private void operate(BlockStore store) throws Exception {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> put(store, id());
                case 5, 6, 7 -> get(store, id());
                case 8 -> remove(store, id());
                default -> {
                    if (random.nextInt(4) == 0) {
                        long rdd = random.nextInt(5);
                        store.removeIf(id -> id instanceof BlockId.OfRDD part && part.rddId() == rdd);
                        model.removeIf(kept -> kept.id() instanceof BlockId.OfRDD part && part.rddId() == rdd);
                    } else {
                        read.clear();
                        LongStream.range(0, random.nextInt(3)).forEach(i -> read.add((long) random.nextInt(5)));
                    }
                }
            }
        }

        private BlockId id() {
            return random.nextInt(5) == 0
                    ? new BlockId.OfStream(0, random.nextInt(4))
                    : new BlockId.OfRDD(random.nextInt(5), random.nextInt(6));
        }

        private void put(BlockStore store, BlockId id) throws Exception {
            Object[] records = new Object[random.nextInt(random.nextInt(20) == 0 ? 3_000 : 200)];
            Arrays.setAll(records, i -> random.nextInt(1_000));
            RecordChunk chunk = new RecordChunk(records.clone(), records.length);
            StorageLevel level = LEVELS.get(random.nextInt(LEVELS.size()));
            boolean expected = model(id, chunk, level, records);
            boolean kept;
            try {
                kept = store.put(id, chunk, level);
                assertTrue(kept || id instanceof BlockId.OfRDD, "a received block without a place is refused");
            } catch (MillraceException e) {
                assertTrue(id instanceof BlockId.OfStream, e.toString());
                kept = false;
            }
            assertEquals(expected, kept);
        }

        private boolean model(BlockId id, RecordChunk chunk, StorageLevel level, Object[] records) {
            Kept before = find(id);
            model.remove(before);
            long size = level.deserialized() ? chunk.estimatedBytes() : codec.toBytes(chunk).length;
            if (level.useMemory() && modelMakesRoom(size)) {
                model.add(new Kept(id, level, records, size));
                return true;
            }
            if (level.useDisk()) {
                model.add(new Kept(id, level, records, 0));
                return true;
            }
            if (before != null) {
                model.add(before);
            }
            return false;
        }

        private boolean modelMakesRoom(long size) {
            List<Kept> movable = new ArrayList<>();
            long after = used() + size;
            for (Kept kept : model) {
                boolean stays =
                        kept.id() instanceof BlockId.OfStream || read.contains(((BlockId.OfRDD) kept.id()).rddId());
                if (after > LIMIT && !kept.onDisk() && (kept.level().useDisk() || !stays)) {
                    movable.add(kept);
                    after -= kept.memory();
                }
            }
            if (after > LIMIT) {
                return false;
            }
            for (Kept kept : movable) {
                model.remove(kept);
                if (kept.level().useDisk()) {
                    model.add(new Kept(kept.id(), kept.level(), kept.records(), 0));
                } else {
                    expectedDropped.add(kept.id());
                }
            }
            return true;
        }

        private void get(BlockStore store, BlockId id) throws Exception {
            Kept kept = find(id);
            Chunk chunk = store.get(id);
            if (kept == null) {
                assertNull(chunk);
                return;
            }
            assertArrayEquals(kept.records(), records(chunk));
            model.remove(kept);
            model.add(kept);
        }

        private void remove(BlockStore store, BlockId id) throws Exception {
            store.remove(id);
            model.remove(find(id));
        }

        private Kept find(BlockId id) {
            return model.stream()
                    .filter(kept -> kept.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }

        private long used() {
            return model.stream().mapToLong(Kept::memory).sum();
        }

        private void compare(BlockStore store) {
            assertEquals(used(), store.memoryUsed());
            assertTrue(store.memoryUsed() <= LIMIT);
            assertEquals(expectedDropped, dropped);
            for (int rdd = 0; rdd < 5; rdd++) {
                for (int part = 0; part < 6; part++) {
                    BlockId id = new BlockId.OfRDD(rdd, part);
                    assertEquals(find(id) != null, store.contains(id));
                }
            }
            long files = Arrays.stream(directory.toFile().listFiles())
                    .mapToLong(home -> home.list().length)
                    .sum();
            assertEquals(model.stream().filter(Kept::onDisk).count(), files);
        }

        private Object[] records(Chunk chunk) throws Exception {
            CollectSink<Object> all = new CollectSink<>();
            Flow.drain(chunk.open(all), all);
            return Arrays.copyOf(all.toChunk().records(), all.toChunk().count());
        }
    }
}
