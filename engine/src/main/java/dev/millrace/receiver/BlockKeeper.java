package dev.millrace.receiver;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.storage.ReceivedCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Seals a receiver's buffer in time, has its blocks kept, and tells the driver of each: the loop of one thread, which ends
 * when the generator is closed and drained. A block that cannot be kept is tried again, so that the receiver is paused and
 * nothing is dropped; unless trying again makes no sense, or the receiver is stopping. Who waits for a block goes on when the
 * driver has confirmed it; the next blocks do not wait for that.
 */
final class BlockKeeper implements Runnable {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int TRIES_WHEN_CLOSED = 3;

    private final BlockGenerator<?> generator;
    private final ResidentContext context;
    private final StorageLevel level;
    private final @Nullable ReceivedCodec codec;
    private final SealSchedule schedule;
    private final UnconfirmedBlocks unconfirmed = new UnconfirmedBlocks();
    private final BiConsumer<String, Throwable> problem;
    private final BiConsumer<String, Throwable> fatal;
    private volatile boolean stopping;

    /**
     * @param codec writes blocks for the driver's log; null when it has none
     * @param problem told what is tried again
     * @param fatal told what makes it senseless to go on
     */
    BlockKeeper(
            BlockGenerator<?> generator,
            ResidentContext context,
            StorageLevel level,
            @Nullable ReceivedCodec codec,
            SealSchedule schedule,
            BiConsumer<String, Throwable> problem,
            BiConsumer<String, Throwable> fatal) {
        this.generator = generator;
        this.context = context;
        this.level = level;
        this.codec = codec;
        this.schedule = schedule;
        this.problem = problem;
        this.fatal = fatal;
    }

    /** Makes it give up blocks that cannot be kept after a few tries. */
    void stopping() {
        stopping = true;
        unconfirmed.stopping();
    }

    /** After its thread has ended: returns when the driver knows all blocks, or does not answer for too long. */
    void awaitConfirmed() {
        unconfirmed.await();
    }

    /** The driver knows the block. */
    void confirmed(BlockId block) {
        unconfirmed.confirmed(block);
    }

    @Override
    public void run() {
        long due = nextSeal();
        while (!generator.isDrained()) {
            if (due - System.nanoTime() <= 0) {
                generator.seal();
                due = nextSeal();
            }
            SealedBlock block = next(due - System.nanoTime());
            if (block != null) {
                keep(block);
            }
        }
    }

    private @Nullable SealedBlock next(long waitNanos) {
        try {
            return generator.next(waitNanos);
        } catch (InterruptedException e) {
            return null; // this thread ends when all is kept, and not before
        }
    }

    private long nextSeal() {
        return System.nanoTime() + schedule.nanosUntilNext(Instant.now());
    }

    private void keep(SealedBlock block) {
        long pause = FIRST_PAUSE_NANOS;
        for (int tries = 1; ; tries++) {
            try {
                byte[] content = codec == null ? null : codec.toBytes(block.chunk());
                context.store(block.id(), block.chunk(), level);
                tell(block, content);
                return;
            } catch (Exception e) {
                if (isHopeless(e) || (stopping && tries >= TRIES_WHEN_CLOSED)) {
                    giveUp(block, e);
                    return;
                }
                problem.accept("a block of " + block.chunk().count() + " records could not be kept; trying again", e);
            }
            LockSupport.parkNanos(this, pause);
            pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
        }
    }

    private void tell(SealedBlock block, byte @Nullable [] content) {
        ReceivedBlock told = new ReceivedBlock(block.id(), block.chunk().count(), block.bytes());
        if (content == null) {
            unconfirmed.add(block, 0);
            context.send(new ReceiverMessage.BlockKept(told));
        } else {
            unconfirmed.awaitRoom(); // so that what the log is behind by stays with the receivers, and they are paused
            unconfirmed.add(block, content.length);
            context.send(new ReceiverMessage.BlockToLog(told, content));
        }
    }

    private static boolean isHopeless(Exception e) {
        return e instanceof MillraceException known && known.code() == ErrorCode.NOT_SERIALIZABLE;
    }

    private void giveUp(SealedBlock block, Exception cause) {
        generator.consumed(block.bytes());
        block.kept().completeExceptionally(cause);
        fatal.accept(block.chunk().count() + " received records could not be kept", cause);
    }
}
