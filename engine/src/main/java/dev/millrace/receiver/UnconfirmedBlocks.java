package dev.millrace.receiver;

import dev.millrace.rdd.BlockId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Blocks that are kept and that the driver was told of, and has not said yet that it knows them. Until it does, no batch
 * might get them when this executor is lost: so whoever waits for them to be kept waits for that as well. Thread-safe.
 */
final class UnconfirmedBlocks {
    /** The driver may be gone while the receiver stops: then the source keeps its records. */
    private static final long SECONDS_WHEN_STOPPING = 2;

    /** Bytes on their way to the driver's log from which on the next block waits. */
    static final long MAX_BYTES = 16L << 20;

    private record Sent(SealedBlock block, long bytes) {}

    private final Map<BlockId, Sent> blocks = new ConcurrentHashMap<>();
    private final Object room = new Object();
    private long bytes; // guarded by room
    private volatile boolean stopping;

    /**
     * Waits for the driver's word on a block from now on; before the driver is told.
     *
     * @param sent bytes that are sent to the driver
     */
    void add(SealedBlock block, long sent) {
        synchronized (room) {
            bytes += sent;
        }
        blocks.put(block.id(), new Sent(block, sent));
        if (stopping) {
            limit(block);
        }
    }

    /** Returns when fewer than {@value #MAX_BYTES} bytes are on their way, or the receiver is stopping. */
    void awaitRoom() {
        boolean interrupted = false;
        synchronized (room) {
            while (bytes >= MAX_BYTES && !stopping) {
                try {
                    room.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // its thread ends when all is kept, and not before
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The driver knows the block. */
    void confirmed(BlockId id) {
        Sent sent = blocks.remove(id);
        if (sent != null) {
            synchronized (room) {
                bytes -= sent.bytes();
                room.notifyAll();
            }
            sent.block().kept().complete(null);
        }
    }

    /** Ends the waiting soon for all there are, and all to come. */
    void stopping() {
        stopping = true;
        synchronized (room) {
            room.notifyAll();
        }
        blocks.values().forEach(sent -> limit(sent.block()));
    }

    /** Returns when the driver knows all blocks that were added, or the time for it is over; after {@link #stopping}. */
    void await() {
        CompletableFuture<?>[] all =
                blocks.values().stream().map(sent -> sent.block().kept()).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).exceptionally(late -> null).join();
    }

    private static void limit(SealedBlock block) {
        var unused = block.kept().orTimeout(SECONDS_WHEN_STOPPING, TimeUnit.SECONDS);
    }
}
