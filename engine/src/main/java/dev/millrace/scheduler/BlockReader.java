package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.BlockId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers executors that ask the driver for received blocks, on a thread of its own, as it may read files. Thread-safe.
 */
final class BlockReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockReader.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(body -> {
        Thread reader = new Thread(body, "millrace-block-reader");
        reader.setDaemon(true);
        return reader;
    });
    private volatile Function<BlockId, byte @Nullable []> source = block -> null;

    /** @param from the block as bytes; null when it is not there */
    void readFrom(Function<BlockId, byte @Nullable []> from) {
        source = from;
    }

    void answer(ExecutorHandle executor, BlockId block) {
        try {
            thread.execute(() -> executor.send(answer(block)));
        } catch (RejectedExecutionException e) {
            LOG.debug("no answer, as the context is stopped: block={}", block, e);
        }
    }

    /** The answer, on the calling thread. */
    DriverMessage answer(BlockId block) {
        try {
            return new DriverMessage.BlockContent(block, source.apply(block));
        } catch (MillraceException e) {
            return new DriverMessage.BlockFailed(block, e.code(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new DriverMessage.BlockFailed(block, ErrorCode.STATE, "block " + block + ": " + e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
