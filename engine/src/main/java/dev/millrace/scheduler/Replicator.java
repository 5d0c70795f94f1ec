package dev.millrace.scheduler;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.StateChunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.serializer.ObjectCodec;
import dev.millrace.storage.BlockStore;
import dev.millrace.storage.ChunkCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps blocks at this executor and copies them to others as their level asks. Thread-safe. */
final class Replicator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replicator.class);
    private final BlockStore blocks;
    private final DriverLink driver;
    private final PeerLinks peers;
    private final ClassLoader loader;
    private final ExecutorService asking;
    /** Apart from {@link #asking}: two executors that ask each other must be able to answer. */
    private final ExecutorService answering;

    Replicator(BlockStore blocks, DriverLink driver, PeerLinks peers, ClassLoader loader, Workers workers) {
        this.asking = workers.serial("millrace-replicator");
        this.answering = workers.serial("millrace-blocks");
        this.blocks = blocks;
        this.driver = driver;
        this.peers = peers;
        this.loader = loader;
    }

    private ChunkCodec codec() {
        return new ChunkCodec(new ObjectCodec(loader));
    }

    /** Keeps a computed block, and copies it in the background when the level asks for copies. */
    void keep(BlockId block, Chunk chunk, StorageLevel level) throws IOException {
        if (!blocks.put(block, chunk, level)) {
            return;
        }
        driver.send(new ExecutorMessage.BlockStored(block, level, false));
        if (level.replication() > 1 && maySend(chunk) && !peers.names().isEmpty()) {
            inBackground(asking, () -> replicate(block, chunk, level));
        }
    }

    /** Keeps a received block; returns when it is on as many other executors as the level asks and there are. */
    List<String> store(BlockId block, Chunk chunk, StorageLevel level) throws IOException, InterruptedException {
        blocks.put(block, chunk, level);
        driver.send(new ExecutorMessage.BlockStored(block, level, false));
        return level.replication() > 1 ? replicate(block, chunk, level) : List.of();
    }

    private List<String> replicate(BlockId block, Chunk chunk, StorageLevel level) throws InterruptedException {
        List<String> holders = new ArrayList<>();
        List<String> names = peers.names();
        byte[] bytes = names.isEmpty() ? new byte[0] : codec().toBytes(chunk);
        for (int i = 0; i < names.size() && holders.size() < level.replication() - 1; i++) {
            String peer = names.get(Math.floorMod(block.hashCode() + i, names.size()));
            if (ask(peer, block, level, bytes)) {
                holders.add(peer);
            }
        }
        return holders;
    }

    private boolean ask(String peer, BlockId block, StorageLevel level, byte[] bytes) throws InterruptedException {
        try {
            return peers.ask(peer, new PeerMessage.KeepBlock(0, block, level, bytes))
                    .get();
        } catch (ExecutionException e) {
            LOG.warn("no replica: block={} executor={} reason={}", block, peer, e.toString());
            return false;
        }
    }

    /** Copies a block that is here to another executor, if it still is. */
    void copyTo(String peer, BlockId block, StorageLevel level) {
        inBackground(asking, () -> {
            Chunk chunk = blocks.get(block);
            return chunk != null && maySend(chunk) && ask(peer, block, level, codec().toBytes(chunk));
        });
    }

    /** Sends what is here for a partition of a shuffle to another executor. */
    void forward(DriverMessage.ForwardShuffle forward, Object[] content) {
        inBackground(asking, () -> {
            ChunkCodec codec = codec();
            for (int sender = 0; sender < content.length; sender++) {
                byte[] bytes =
                        content[sender] instanceof byte[] encoded ? encoded : codec.toBytes((Chunk) content[sender]);
                peers.send(
                        forward.to(),
                        new PeerMessage.ShuffleData(
                                forward.shuffle(),
                                content.length,
                                sender,
                                new int[] {forward.partition()},
                                new byte[][] {bytes}));
            }
            return true;
        });
    }

    /** Keeps a copy for another executor and answers it. */
    void keepFor(String from, PeerMessage.KeepBlock request) {
        inBackground(answering, () -> {
            boolean kept = blocks.put(request.block(), codec().fromBytes(request.chunk()), request.level());
            if (kept) {
                driver.send(new ExecutorMessage.BlockStored(request.block(), request.level(), true));
            }
            peers.send(from, new PeerMessage.BlockKept(request.request(), kept));
            return kept;
        });
    }

    /** A state outside of the heap is not: it may be larger than any heap, and who needs it takes it from the checkpoint. */
    private static boolean maySend(Chunk chunk) {
        return !(chunk instanceof StateChunk state && state.isStored());
    }

    /** Sends a block that is here to another executor that reads it; says so when it is not, or is not sent. */
    void sendTo(String peer, PeerMessage.FetchBlock request) {
        inBackground(answering, () -> {
            Chunk chunk = blocks.get(request.block());
            byte[] bytes = chunk != null && maySend(chunk) ? codec().toBytes(chunk) : null;
            peers.send(peer, new PeerMessage.BlockFetched(request.request(), bytes));
            return bytes != null;
        });
    }

    private static void inBackground(ExecutorService thread, java.util.concurrent.Callable<?> work) {
        try {
            thread.execute(() -> {
                try {
                    work.call();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (Exception e) {
                    LOG.warn("replication failed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("replication after stop is left out", e);
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
        answering.shutdownNow();
    }
}
