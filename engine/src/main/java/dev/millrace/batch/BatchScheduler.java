package dev.millrace.batch;

import dev.millrace.clock.Clock;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.MillraceContext;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches one after the other, in order of time, on a thread of its own. Those that come while one runs wait; none
 * is dropped. The first that fails ends the thread.
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
        thread.setDaemon(true);
    }

    void start() {
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
    }

    private void runBatches() {
        try {
            BatchRun batch = queue.take();
            while (batch != end && !aborted && run(batch)) {
                batch = queue.take();
            }
        } catch (InterruptedException e) {
            LOG.debug("batches were told to stop");
        } finally {
            outputs.close();
        }
    }

    /** Runs the next batch on the calling thread, if one waits: for a run without threads. Returns whether one did. */
    boolean step() throws InterruptedException {
        BatchRun batch = aborted ? null : queue.poll();
        return batch != null && batch != end && run(batch);
    }

    private boolean run(BatchRun batch) throws InterruptedException {
        batch.started(clock.nanos());
        observer.started(batch);
        OutputRunner.Outcome outcome = process(batch);
        MillraceException failure = outcome.failure();
        if (failure == null) {
            failure = complete(batch);
        } else if (!context.isStopped()) {
            context.batchEnded(batch.time());
        }
        batch.ended(clock.nanos(), outcome.outputs(), failure);
        if (aborted) {
            return false;
        }
        observer.ended(batch);
        if (failure != null) {
            owner.batchFailed(failure);
            return false;
        }
        log(batch);
        owner.batchCompleted(++completed);
        return true;
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

    private @Nullable MillraceException complete(BatchRun batch) {
        try {
            context.describing(describe(batch), () -> {
                graph.finish(batch.time());
                commits.commit(batch.time());
                return batch;
            });
            context.batchEnded(batch.time());
            offsets.truncate(graph.release(batch.time()));
            return null;
        } catch (Exception e) {
            return BatchFailure.ofCommit(batch.time(), e);
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
