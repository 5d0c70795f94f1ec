package dev.millrace.batch;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches whose outputs are complete, in order of time: where the log allows it, on a thread of its own while the next
 * batch runs.
 *
 * <pre>
 *   batch t      outputs | commit ......|
 *   batch t+1            | outputs ..|  | commit ...
 *   batch t+2                           | outputs ...
 * </pre>
 *
 * <p>One batch at most is being committed, and the next one that is complete waits for it. So a driver that is lost leaves two batches
 * at most whose outputs may be there and that run again. After a commit that failed there is no other.
 */
final class BatchCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCommitter.class);

    /** What is done with a batch. */
    interface Commit {
        /** Commits it; returns why it could not be, or null. */
        @Nullable
        MillraceException commit(BatchRun batch);

        /** Told after {@link #commit}. */
        void ended(BatchRun batch, @Nullable MillraceException failure);
    }

    private final Commit commit;
    private final boolean concurrent;
    private final Thread thread = new Thread(this::work, "millrace-commits");
    private @Nullable BatchRun outstanding;
    private boolean hasThread;
    private boolean stepping;
    private boolean closed;
    private @Nullable MillraceException failure;

    /** @param concurrent whether a batch may run while the one before is being committed */
    BatchCommitter(Commit commit, boolean concurrent) {
        this.commit = commit;
        this.concurrent = concurrent;
        thread.setDaemon(true);
    }

    /** Without this, whoever calls {@link #step} is the thread. */
    synchronized void start() {
        if (concurrent) {
            hasThread = true;
            thread.start();
        }
    }

    /** Waits until a batch that is complete would not have to wait; returns whether it would be committed then. */
    boolean awaitTurn() throws InterruptedException {
        return awaitBefore(Long.MAX_VALUE) == null;
    }

    /** Takes a batch that is complete, when it is its {@linkplain #awaitTurn turn}; returns whether another may follow. */
    boolean add(BatchRun batch) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            outstanding = batch;
            notifyAll();
        }
        if (!concurrent) {
            commit(batch);
        }
        return !hasFailed();
    }

    /** Whether a commit has failed, after which there is no other. */
    synchronized boolean hasFailed() {
        return failure != null;
    }

    /**
     * Waits until batches before {@code batchTime} are committed, as far as their outputs are complete.
     *
     * @throws MillraceException when one could not be, or never will
     */
    void requireCommitted(long batchTime) {
        try {
            MillraceException reason = awaitBefore(batchTime);
            if (reason != null) {
                throw reason;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(
                    ErrorCode.CANCELLED,
                    "interrupted while the batch before " + batchTime + " ms was being committed",
                    e);
        }
    }

    private @Nullable MillraceException awaitBefore(long batchTime) throws InterruptedException {
        while (true) {
            synchronized (this) {
                BatchRun before = outstanding;
                if (failure != null || before == null || before.time() >= batchTime) {
                    return failure;
                }
                if (closed) {
                    return new MillraceException(ErrorCode.CANCELLED, "the run was stopped");
                }
                if (hasThread) {
                    wait();
                    continue;
                }
            }
            step();
        }
    }

    /** Commits the batch that waits for it, if one does: for a run without threads. Returns whether one did. */
    boolean step() {
        BatchRun batch;
        synchronized (this) {
            batch = outstanding;
            if (batch == null || !concurrent || stepping || closed) {
                return false;
            }
            stepping = true;
        }
        try {
            commit(batch);
        } finally {
            synchronized (this) {
                stepping = false;
            }
        }
        return true;
    }

    /** Whether {@link #step} is on the stack. */
    synchronized boolean isStepping() {
        return stepping;
    }

    private void work() {
        try {
            while (true) {
                BatchRun batch;
                synchronized (this) {
                    while (outstanding == null && !closed) {
                        wait();
                    }
                    if (outstanding == null) {
                        return;
                    }
                    batch = outstanding;
                }
                commit(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("commits were told to stop");
        }
    }

    private void commit(BatchRun batch) {
        MillraceException reason = commit.commit(batch);
        synchronized (this) {
            failure = reason;
            if (reason != null) {
                closed = true;
            }
        }
        try {
            commit.ended(batch, reason);
        } finally {
            synchronized (this) {
                outstanding = null;
                notifyAll();
            }
        }
    }

    /** Takes no more batches and ends the thread: lets a commit that is under way end in that time, then interrupts it. */
    void close(Duration patience) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (!hasThread || Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(Math.max(1, patience.toMillis()));
            if (thread.isAlive()) {
                thread.interrupt();
                TimeUnit.MILLISECONDS.timedJoin(thread, Math.max(1, patience.toMillis()));
            }
        } catch (InterruptedException e) {
            LOG.debug("not waiting for the commit that is under way");
        }
    }
}
