package dev.millrace.batch;

import dev.millrace.clock.Clock;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a stream, from its first batch until it is stopped, fails or has run as many batches as it shall. Whichever
 * comes first ends it once, on a thread of its own, so that any thread may ask for the end, those of the run among them.
 */
public final class StreamRun implements BatchScheduler.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);
    private static final String THREAD_PREFIX = "millrace-";

    private final BatchGraph graph;
    private final BatchSettings settings;
    private final BatchScheduler scheduler;
    private final JobGenerator generator;
    private final Runnable atEnd;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<@Nullable MillraceException> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean hasThreads;

    /**
     * @param beginning where the run begins
     * @param atEnd called when no thread of the run works any more, before {@link #await} returns
     */
    public StreamRun(
            BatchGraph graph,
            MillraceContext context,
            Clock clock,
            BatchSettings settings,
            Beginning beginning,
            OffsetLog offsets,
            CommitLog commits,
            BatchObserver observer,
            Runnable atEnd) {
        this.graph = graph;
        this.settings = settings;
        this.atEnd = atEnd;
        this.scheduler = new BatchScheduler(graph, context, clock, settings, offsets, commits, observer, this);
        this.generator = new JobGenerator(graph, offsets, clock, settings, beginning, scheduler::submit, this::fail);
    }

    /** Starts the threads of the run. */
    public void start() {
        hasThreads = true;
        scheduler.start();
        generator.start();
    }

    /**
     * Ends the batches that are due and hands them on, without waiting. For a run that has not been {@linkplain #start
     * started} and has no threads: whoever calls this and {@link #runNextBatch} is its clock and its scheduler.
     *
     * @return whether there was something to do
     */
    public boolean endDueBatches() {
        return generator.step();
    }

    /**
     * Runs the next batch that waits on the calling thread; for a run without threads, as {@link #endDueBatches}.
     *
     * @return whether one has run; it may have to be {@linkplain #commitNextBatch committed} yet
     */
    public boolean runNextBatch() throws InterruptedException {
        return scheduler.step();
    }

    /**
     * Commits the batch that waits for it on the calling thread; for a run without threads, as {@link #endDueBatches}.
     *
     * @return whether one did
     */
    public boolean commitNextBatch() {
        return scheduler.commitStep();
    }

    /**
     * Waits until the batches before {@code batchTime} whose outputs are complete are committed.
     *
     * @throws MillraceException when one cannot be, or the run is stopped
     */
    public void requireCommitted(long batchTime) {
        scheduler.requireCommitted(batchTime);
    }

    /** Batches that wait for their predecessors. */
    public int queuedBatches() {
        return scheduler.queued();
    }

    @Override
    public void batchCompleted(long completed) {
        if (completed == settings.maxBatches()) {
            requestStop(true);
        }
    }

    @Override
    public void batchFailed(MillraceException cause) {
        fail(cause);
    }

    /** Ends the run because it cannot go on. */
    public void fail(MillraceException cause) {
        failure.compareAndSet(null, cause);
        requestStop(false);
    }

    /**
     * Ends the run and returns at once; has no effect when it is ending already.
     *
     * @param graceful whether what the inputs have taken in is processed first
     */
    public void requestStop(boolean graceful) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        if (!hasThreads) {
            end(graceful);
        } else {
            Thread stopper = new Thread(() -> end(graceful), "millrace-stop");
            stopper.setDaemon(true);
            stopper.start();
        }
    }

    private void end(boolean graceful) {
        boolean finished = false;
        try {
            generator.stop();
            graph.stopInputs();
            finished = graceful && finish();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e instanceof MillraceException known ? known : BatchFailure.ofStop(e));
        } catch (InterruptedException e) {
            LOG.warn("interrupted while a stream was being stopped");
        }
        if (!finished) {
            scheduler.abort();
        }
        try {
            atEnd.run();
        } finally {
            ended.countDown();
        }
    }

    /** Whether all batches have ended in time. */
    private boolean finish() throws InterruptedException {
        if (failure.get() == null) {
            generator.endLastBatch();
        }
        while (!hasThreads && (scheduler.step() || scheduler.commitStep())) {
            // the batches that wait, here
        }
        boolean drained = scheduler.drain(settings.gracefulStopTimeout());
        if (!drained) {
            LOG.warn(
                    "millrace.streaming.gracefulStopTimeout ({}) is over with {} batches waiting: stopping at once",
                    settings.gracefulStopTimeout(),
                    scheduler.queued());
        }
        return drained;
    }

    /** Waits until the run has ended. */
    public void await() throws InterruptedException {
        ended.await();
    }

    /** Waits until the run has ended, no longer than that; returns whether it has. */
    public boolean await(long timeoutMillis) throws InterruptedException {
        return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** Why the run ended, when it was a failure. */
    public @Nullable MillraceException failure() {
        return failure.get();
    }

    /** Whether this thread is one of the engine's, which the end of a run may wait for, and so must not wait for it. */
    public static boolean isAwaited(Thread thread) {
        return thread.getName().startsWith(THREAD_PREFIX);
    }
}
