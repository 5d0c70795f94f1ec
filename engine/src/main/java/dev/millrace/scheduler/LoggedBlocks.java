package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.storage.ReceivedCodec;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What no executor holds: received blocks and pieces of state. Asks the driver, who may have them in the checkpoint. Thread-safe. */
final class LoggedBlocks {
    private final Map<BlockId, CompletableFuture<byte @Nullable []>> asked = new ConcurrentHashMap<>();
    private final DriverLink driver;
    private final ClassLoader loader;
    private final Workers workers;

    LoggedBlocks(DriverLink driver, ClassLoader loader, Workers workers) {
        this.driver = driver;
        this.loader = loader;
        this.workers = workers;
    }

    /** A received block; null when the driver has it neither. Waits for the answer. */
    @Nullable
    Chunk get(BlockId block) throws InterruptedException {
        byte[] bytes = bytes(block);
        return bytes == null ? null : new ReceivedCodec(loader).fromBytes(bytes);
    }

    /** What the driver has, as bytes; null when it has nothing. Waits for the answer. */
    byte @Nullable [] bytes(BlockId block) throws InterruptedException {
        CompletableFuture<byte @Nullable []> fresh = new CompletableFuture<>();
        CompletableFuture<byte @Nullable []> known = asked.putIfAbsent(block, fresh);
        if (known == null) {
            driver.send(new ExecutorMessage.FetchBlock(block));
            known = fresh;
        }
        try {
            workers.await(known);
            return known.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MillraceException failure) {
                throw new MillraceException(failure.code(), String.valueOf(failure.getMessage()), failure);
            }
            throw new MillraceException(ErrorCode.STATE, "block " + block + " was not fetched: " + e.getCause(), e);
        }
    }

    void arrived(DriverMessage.BlockContent message) {
        CompletableFuture<byte @Nullable []> waiting = asked.remove(message.block());
        if (waiting != null) {
            waiting.complete(message.content());
        }
    }

    void failed(DriverMessage.BlockFailed message) {
        CompletableFuture<byte @Nullable []> waiting = asked.remove(message.block());
        if (waiting != null) {
            waiting.completeExceptionally(new MillraceException(message.code(), message.reason()));
        }
    }
}
