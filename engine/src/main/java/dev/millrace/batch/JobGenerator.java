package dev.millrace.batch;

import dev.millrace.clock.Clock;
import dev.millrace.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Ends a batch at each multiple of the interval: asks the inputs what belongs to it, logs that, and hands the batch on.
 * Where an earlier run left off, its batches that are not complete come first, then those whose time is over by now.
 * Has a thread of its own, so that batches end on time however long the ones before take.
 *
 * <pre>
 *   start        zero      1st batch    2nd batch
 *     |-----------|-------------|-------------|------&gt;
 *                 '- its data --'
 * </pre>
 */
final class JobGenerator {
    private final BatchGraph graph;
    private final OffsetLog offsets;
    private final Clock clock;
    private final BatchSettings settings;
    private final Consumer<BatchRun> next;
    private final Consumer<MillraceException> onFailure;
    private final Beginning beginning;
    private final Thread thread = new Thread(this::tick, "millrace-batch-clock");
    private volatile boolean stopped;
    private long batchTime;
    private long submitted;
    private boolean begun;

    /** @param beginning where to go on; its pending batches are handed on as the others */
    JobGenerator(
            BatchGraph graph,
            OffsetLog offsets,
            Clock clock,
            BatchSettings settings,
            Beginning beginning,
            Consumer<BatchRun> next,
            Consumer<MillraceException> onFailure) {
        this.graph = graph;
        this.offsets = offsets;
        this.clock = clock;
        this.settings = settings;
        this.beginning = beginning;
        this.batchTime = beginning.lastTime();
        this.next = next;
        this.onFailure = onFailure;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void tick() {
        try {
            handOnPending();
            while (submitted < settings.maxBatches()
                    && clock.await(batchTime + settings.intervalMillis(), this::isStopped)) {
                endBatch();
            }
        } catch (MillraceException e) {
            onFailure.accept(e);
        }
    }

    private void handOnPending() {
        for (Map.Entry<Long, List<InputRange>> batch : beginning.pending().entrySet()) {
            if (submitted < settings.maxBatches() && !stopped) {
                submitted++;
                next.accept(new BatchRun(batch.getKey(), batch.getValue(), clock.nanos()));
            }
        }
    }

    /** Hands on what is due now, without waiting: for a run without threads. Returns whether there was something. */
    boolean step() {
        try {
            if (!begun) {
                begun = true;
                handOnPending();
                return true;
            }
            if (stopped
                    || submitted >= settings.maxBatches()
                    || clock.millis() < batchTime + settings.intervalMillis()) {
                return false;
            }
            endBatch();
        } catch (MillraceException e) {
            onFailure.accept(e);
        }
        return true;
    }

    private boolean isStopped() {
        return stopped;
    }

    private void endBatch() {
        batchTime += settings.intervalMillis();
        List<InputRange> ranges;
        try {
            ranges = graph.assign(batchTime);
            offsets.append(batchTime, ranges);
        } catch (Exception e) {
            throw BatchFailure.ofInputs(batchTime, e);
        }
        submitted++;
        next.accept(new BatchRun(batchTime, ranges, clock.nanos()));
    }

    /** Ends the ticking; a batch that is being asked for is still handed on. */
    void stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    /** After the inputs have stopped: one more batch, now, for what no batch has got yet. */
    void endLastBatch() {
        if (submitted < settings.maxBatches() && graph.hasUnassigned()) {
            endBatch();
        }
    }
}
