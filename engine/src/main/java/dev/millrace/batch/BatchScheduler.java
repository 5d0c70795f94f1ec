package dev.millrace.batch;

import dev.millrace.clock.Clock;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.MillraceContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches one after the other, in order of time, on a thread of its own, and hands them on to be committed. Those that come
 * while one runs wait; none is dropped. The first that fails ends the thread.
 */
final class BatchScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(BatchScheduler.class);
    private static final Duration ABORT_PATIENCE = Duration.ofSeconds(2);

    /** How the scheduler tells the run that it belongs to. */
    interface Owner {
        void batchCompleted(long completed);

        void batchFailed(MillraceException failure);
    }

    private final BatchGraph graph;
    private final MillraceContext context;
    private final Clock clock;
    private final OffsetLog offsets;
    private final CommitLog commits;
    private final BatchCommitter committer;
    private final BatchObserver observer;
    private final OutputRunner outputs;
    private final Owner owner;
    private final BlockingQueue<BatchRun> queue = new LinkedBlockingQueue<>();
    private final BatchRun end = new BatchRun(Long.MAX_VALUE, List.of(), 0);
    private final Thread thread = new Thread(this::runBatches, "millrace-batches");
    private volatile boolean aborted;
    private long completed;

    BatchScheduler(
            BatchGraph graph,
            MillraceContext context,
            Clock clock,
            BatchSettings settings,
            OffsetLog offsets,
            CommitLog commits,
            BatchObserver observer,
            Owner owner) {
        this.graph = graph;
        this.context = context;
        this.clock = clock;
        this.offsets = offsets;
        this.commits = commits;
        this.observer = observer;
        this.outputs = new OutputRunner(context, clock, observer, settings.concurrentJobs());
        this.owner = owner;
        this.committer = new BatchCommitter(new Committing(), commits.mayLag());
        thread.setDaemon(true);
    }

    void start() {
        committer.start();
        thread.start();
    }

    /** Takes a batch whose ranges are logged. */
    void submit(BatchRun batch) {
        observer.submitted(batch);
        queue.add(batch);
    }

    int queued() {
        return queue.size();
    }

    /** Waits until all batches that were submitted have ended; returns whether they have in that time. */
    boolean drain(Duration patience) throws InterruptedException {
        queue.add(end);
        thread.join(Math.max(1, patience.toMillis()));
        return !thread.isAlive();
    }

    /** Drops the batches that wait and interrupts the one that runs. */
    void abort() {
        aborted = true;
        queue.clear();
        queue.add(end);
        outputs.close();
        thread.interrupt();
        try {
            thread.join(ABORT_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            LOG.debug("not waiting for the batch that runs");
        }
        if (thread.isAlive()) {
            LOG.warn("the program's code does not answer the interrupt that stops the running batch: leaving it alone");
        }
        committer.close(ABORT_PATIENCE);
    }

    private void runBatches() {
        try {
            BatchRun batch = queue.take();
            while (batch != end && !aborted && run(batch)) {
                batch = queue.take();
            }
            if (batch == end && !aborted && committer.awaitTurn()) {
                committer.close(ABORT_PATIENCE);
            }
        } catch (InterruptedException e) {
            LOG.debug("batches were told to stop");
        } finally {
            outputs.close();
        }
    }

    /**
     * Runs the next batch on the calling thread, if one waits and no commit is under way further down on its stack: for a run
     * without threads. Returns whether one did.
     */
    boolean step() throws InterruptedException {
        if (aborted || committer.isStepping()) {
            return false;
        }
        BatchRun batch = queue.poll();
        return batch != null && batch != end && run(batch);
    }

    /** Commits the batch that waits for it, if one does: for a run without threads. Returns whether one did. */
    boolean commitStep() {
        return committer.step();
    }

    /** As {@link StreamRun#requireCommitted}. */
    void requireCommitted(long batchTime) {
        committer.requireCommitted(batchTime);
    }

    private boolean run(BatchRun batch) throws InterruptedException {
        if (committer.hasFailed()) {
            return false;
        }
        batch.started(clock.nanos());
        observer.started(batch);
        OutputRunner.Outcome outcome = process(batch);
        MillraceException failure = outcome.failure() == null ? finish(batch) : outcome.failure();
        boolean isFirstToFail = committer.awaitTurn();
        batch.ended(clock.nanos(), outcome.outputs(), failure);
        if (failure == null && isFirstToFail) {
            return committer.add(batch);
        }
        if (!context.isStopped()) {
            context.batchEnded(batch.time());
        }
        if (!aborted && isFirstToFail) {
            failed(batch, Objects.requireNonNull(failure));
        }
        return false;
    }

    private void failed(BatchRun batch, MillraceException failure) {
        observer.ended(batch);
        owner.batchFailed(failure);
    }

    private @Nullable MillraceException finish(BatchRun batch) {
        try {
            context.describing(describe(batch), () -> {
                graph.finish(batch.time());
                return batch;
            });
            return null;
        } catch (Exception e) {
            return BatchFailure.ofCommit(batch.time(), e);
        }
    }

    private OutputRunner.Outcome process(BatchRun batch) throws InterruptedException {
        List<OutputJob> jobs;
        try {
            jobs = context.describing(describe(batch), () -> graph.generate(batch.time(), batch.ranges()));
        } catch (Throwable e) {
            return new OutputRunner.Outcome(List.of(), BatchFailure.ofGeneration(batch.time(), e));
        }
        return outputs.run(batch, jobs);
    }

    /** What is done when all outputs of a batch are complete. */
    private final class Committing implements BatchCommitter.Commit {
        @Override
        public @Nullable MillraceException commit(BatchRun batch) {
            try {
                context.describing(describe(batch), () -> {
                    commits.commit(batch.time());
                    return batch;
                });
                context.batchEnded(batch.time());
                offsets.truncate(graph.release(batch.time()));
                return null;
            } catch (Throwable e) {
                return BatchFailure.ofCommit(batch.time(), e);
            }
        }

        @Override
        public void ended(BatchRun batch, @Nullable MillraceException failure) {
            long end = commits.mayLag() ? batch.endedNanos() : clock.nanos();
            batch.ended(end, batch.outputs(), failure);
            if (aborted) {
                return;
            }
            if (failure != null) {
                failed(batch, failure);
                return;
            }
            observer.ended(batch);
            log(batch);
            owner.batchCompleted(++completed);
        }
    }

    private static JobDescription describe(BatchRun batch) {
        return new JobDescription(OptionalLong.of(batch.time()), OptionalInt.empty());
    }

    private static void log(BatchRun batch) {
        LOG.atInfo()
                .addKeyValue("batch", batch.time())
                .addKeyValue("records", batch.records())
                .addKeyValue("processingMs", batch.processingNanos() / 1e6)
                .addKeyValue("schedulingDelayMs", batch.schedulingDelayNanos() / 1e6)
                .log("batch completed");
    }
}
