package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Brings what an executor that leaves has to others: its receivers, received blocks, states and tables of windows. One step after the
 * other, with pauses in which copies arrive; copies that fail are asked for again. For one thread.
 */
final class HandOver implements Runnable {
    /** How long a copy of a block that an executor alone holds may take before it is asked for again; doubled each time. */
    private static final long FIRST_COPY_MILLIS = 500;

    private static final long LONGEST_COPY_MILLIS = 30_000;

    private final String executor;
    private final ExecutorPool executors;
    private final BlockLocations blocks;
    private final ResidentBook residents;
    private final Departures departures;
    private final LongSupplier nanos;
    private final Runnable replicateAgain;
    private final long deadline;
    private boolean begun;

    /** With more time left than this, batches that run are left to move what they read. */
    private long patience;

    private Set<BlockId> seen = Set.of();
    private long pause = FIRST_COPY_MILLIS;

    /** @param patience for states and tables of windows; received blocks are waited for without end */
    HandOver(
            String executor,
            ExecutorPool executors,
            BlockLocations blocks,
            ResidentBook residents,
            Departures departures,
            Duration patience,
            LongSupplier nanos,
            Runnable replicateAgain) {
        this.executor = executor;
        this.executors = executors;
        this.blocks = blocks;
        this.residents = residents;
        this.departures = departures;
        this.nanos = nanos;
        this.replicateAgain = replicateAgain;
        this.deadline = nanos.getAsLong() + patience.toNanos();
    }

    /** All steps with their pauses, on a thread of its own, as receivers are waited for. */
    @Override
    public void run() {
        try {
            while (!departures.awaitRelease(executor, step())) {
                // the next one
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether nothing is left to do. */
    boolean isOver() {
        return !departures.isLeaving(executor) || departures.isReleased(executor);
    }

    /**
     * Does what can be done now.
     *
     * @return milliseconds until the next step, if it is not over by then
     */
    long step() {
        if (!begun) {
            begun = true;
            residents.moveAway(executor);
            departures.residentsMoved(executor);
            patience = leftMillis() / 2;
        }
        replicateAgain.run();
        long left = leftMillis();
        if (departures.isBorrowed(executor) && left > patience) {
            seen = Set.of();
            pause = FIRST_COPY_MILLIS;
        } else {
            seen = handOver();
            pause = Math.min(2 * pause, LONGEST_COPY_MILLIS);
        }
        if (left <= 0) {
            departures.overdue(executor);
            return pause;
        }
        return Math.max(1, Math.min(pause, left));
    }

    private long leftMillis() {
        return TimeUnit.NANOSECONDS.toMillis(deadline - nanos.getAsLong());
    }

    /**
     * Copies what goes from batch to batch and is kept by this executor alone to where tasks that need it will run. A batch that runs
     * moves what it reads by itself, and soon has no use for the version before; so only what was there at the last look is copied.
     *
     * @return what is there at this look
     */
    private Set<BlockId> handOver() {
        List<ExecutorHandle> staying = executors.available();
        Set<String> names = staying.stream().map(ExecutorHandle::name).collect(Collectors.toSet());
        ExecutorHandle holder = executors.get(executor);
        Set<BlockId> there = new HashSet<>();
        for (BlockLocations.Missing kept : blocks.carriedBy(executor, names)) {
            there.add(kept.block());
            if (holder != null
                    && !staying.isEmpty()
                    && seen.contains(kept.block())
                    && kept.block() instanceof BlockId.OfRDD part) {
                ExecutorHandle to = staying.get(part.partition() % staying.size());
                holder.send(new DriverMessage.Replicate(part, kept.level().withReplication(1), to.name()));
            }
        }
        return there;
    }
}
