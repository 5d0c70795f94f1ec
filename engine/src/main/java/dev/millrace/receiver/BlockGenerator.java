package dev.millrace.receiver;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of the records of a receiver. Its threads add; one thread takes the blocks, in the order of the records,
 * and keeps them.
 *
 * <pre>
 *   add ──► buffer ──(interval, or full)──► queue of sealed blocks ──► next() ──► kept ──► batch ──► consumed()
 *                                  └────── pending bytes: sealed, and the batch has not ended ───────┘
 * </pre>
 *
 * <p>It is bounded twice: by the blocks that wait to be kept, and by the bytes that are pending. At a bound, adding waits.
 * Thread-safe.
 */
final class BlockGenerator<T> {
    static final int MAX_QUEUED_BLOCKS = 10;
    static final long MAX_BLOCK_BYTES = 8 << 20;

    private final ReceiverSettings settings;
    private final long maxBlockBytes;
    private final long maxPendingBytes;
    private final RateLimiter limiter;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Deque<SealedBlock> queue = new ArrayDeque<>();
    private RecordBuffer buffer;
    private long sealedBlocks;
    private long pendingBytes;
    private long accepted;
    private boolean lifted;
    private boolean closed;

    BlockGenerator(ReceiverSettings settings) {
        this(settings, MAX_BLOCK_BYTES);
    }

    BlockGenerator(ReceiverSettings settings, long maxBlockBytes) {
        this.settings = settings;
        this.maxPendingBytes = settings.maxPendingBytes();
        this.maxBlockBytes = Math.min(maxBlockBytes, Math.max(1, maxPendingBytes / 4));
        this.limiter = new RateLimiter(settings.maxRate(), System::nanoTime);
        this.buffer = new RecordBuffer(this.maxBlockBytes);
    }

    /** Adds a record; waits at a bound. */
    void add(T record) {
        passLimiter();
        lock.lock();
        try {
            while (!lifted && (pendingBytes >= maxPendingBytes || (buffer.isFull() && isQueueFull()))) {
                room.awaitUninterruptibly();
            }
            requireOpen();
            if (buffer.isFull()) {
                sealBuffer();
            }
            buffer.add(record);
            accepted++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds records as blocks of their own and returns when those are kept; waits at a bound.
     *
     * @throws MillraceException when they cannot be kept
     */
    void addAll(Iterator<? extends T> records) {
        List<SealedBlock> mine = new ArrayList<>();
        RecordBuffer own = new RecordBuffer(maxBlockBytes);
        while (records.hasNext()) {
            passLimiter();
            own.add(Objects.requireNonNull(records.next(), "store: expected records, found null among them"));
            if (own.isFull()) {
                mine.add(enqueue(own));
                own = new RecordBuffer(maxBlockBytes);
            }
        }
        if (!own.isEmpty()) {
            mine.add(enqueue(own));
        }
        mine.forEach(SealedBlock::awaitKept);
    }

    private SealedBlock enqueue(RecordBuffer own) {
        lock.lock();
        try {
            while (!lifted && (pendingBytes >= maxPendingBytes || isQueueFull())) {
                room.awaitUninterruptibly();
            }
            requireOpen();
            sealBuffer(); // what was added before goes before
            accepted++;
            return sealed(own);
        } finally {
            lock.unlock();
        }
    }

    /** Seals what the buffer holds; nothing happens when it is empty. */
    void seal() {
        lock.lock();
        try {
            sealBuffer();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest block that waits to be kept; waits for one. For one thread.
     *
     * @return null when there was none for {@code waitNanos}, or there is none and the generator is closed
     */
    @Nullable
    SealedBlock next(long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (queue.isEmpty() && left > 0 && !closed) {
                left = work.awaitNanos(left);
            }
            SealedBlock block = queue.poll();
            if (block != null) {
                room.signalAll();
            }
            return block;
        } finally {
            lock.unlock();
        }
    }

    /** Lets so many records a second in from now on, and never more than the configured rate. */
    void limitRate(long recordsPerSecond) {
        limiter.setRate(settings.maxRate() > 0 ? Math.min(recordsPerSecond, settings.maxRate()) : recordsPerSecond);
    }

    /** The batches of blocks of this size have ended, or they will never have one. */
    void consumed(long bytes) {
        lock.lock();
        try {
            pendingBytes -= bytes;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets everything in without waiting from now on, so that the receiver's threads can come to their end. */
    void lift() {
        limiter.lift();
        lock.lock();
        try {
            lifted = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses records from now on, and seals what there is. */
    void close() {
        lift();
        lock.lock();
        try {
            sealBuffer();
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed and all blocks were taken. */
    boolean isDrained() {
        lock.lock();
        try {
            return closed && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How often something was added. */
    long accepted() {
        lock.lock();
        try {
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    private void sealBuffer() {
        if (!buffer.isEmpty()) {
            RecordBuffer full = buffer;
            buffer = new RecordBuffer(maxBlockBytes);
            sealed(full);
        }
    }

    private SealedBlock sealed(RecordBuffer records) {
        SealedBlock block = SealedBlock.of(settings.block(sealedBlocks++), records.chunk());
        pendingBytes += block.bytes();
        queue.add(block);
        work.signal();
        return block;
    }

    private boolean isQueueFull() {
        return queue.size() >= MAX_QUEUED_BLOCKS;
    }

    private void passLimiter() {
        limiter.acquire();
    }

    private void requireOpen() {
        if (closed) {
            throw new MillraceException(
                    ErrorCode.STATE,
                    "the receiver of stream " + settings.streamId() + " has stopped, and takes no records any more; its"
                            + " threads should end when isStopped() is true, and onStop() should wait for them");
        }
    }
}
