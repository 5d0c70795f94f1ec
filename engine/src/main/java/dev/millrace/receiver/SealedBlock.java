package dev.millrace.receiver;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.RecordChunk;
import dev.millrace.rdd.BlockId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Records that are on their way to be kept. Thread-safe. */
record SealedBlock(BlockId.OfStream id, RecordChunk chunk, long bytes, CompletableFuture<Void> kept) {
    static SealedBlock of(BlockId.OfStream id, RecordChunk chunk) {
        return new SealedBlock(id, chunk, chunk.estimatedBytes(), new CompletableFuture<>());
    }

    /**
     * Returns when the block is kept and the driver knows it; an interrupt does not end it.
     *
     * @throws MillraceException when it could not be kept, or the driver does not answer while the receiver is stopping
     */
    void awaitKept() {
        try {
            kept.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof MillraceException known) {
                throw new MillraceException(known.code(), String.valueOf(known.getMessage()), known);
            }
            if (cause instanceof TimeoutException) {
                throw new MillraceException(
                        ErrorCode.SOURCE,
                        "the receiver was stopped before the driver said that it knows the records; their source should"
                                + " keep them",
                        cause);
            }
            throw new MillraceException(
                    ErrorCode.SOURCE,
                    "received records could not be kept: " + cause + "; they were not taken in",
                    cause);
        }
    }
}
