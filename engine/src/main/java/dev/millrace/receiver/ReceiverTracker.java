package dev.millrace.receiver;

import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.JobRunner;
import dev.millrace.streaming.receiver.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The receivers of a job, on the driver: starts them, spread over the executors, gives each batch the blocks that they
 * reported, and forgets blocks that no stream needs any more.
 *
 * <p>The order of calls: {@link #start} for each stream, then for each batch {@link #allocate} and {@link #batchEnded}, at
 * last {@link #stop}, after which one more batch may take what is left. Thread-safe.
 */
public final class ReceiverTracker {
    private final MillraceConf conf;
    private final Duration batchInterval;
    private final JobRunner runner;
    private final ReceiverEvents events;
    private final @Nullable ReceiverLog log;
    private final Map<Integer, Long> rates = new ConcurrentHashMap<>();
    private final Placement placement = new Placement();
    private final Map<Integer, TrackedReceiver> receivers = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "receiver-placement");
        thread.setDaemon(true);
        return thread;
    });

    /** @param log where blocks are written before they are confirmed; null for a job without a checkpoint */
    public ReceiverTracker(
            MillraceConf conf,
            Duration batchInterval,
            JobRunner runner,
            ReceiverEvents events,
            @Nullable ReceiverLog log) {
        this.conf = conf;
        this.batchInterval = batchInterval;
        this.runner = runner;
        this.events = events;
        this.log = log;
    }

    /**
     * Starts the receiver of a stream; before the first batch.
     *
     * @param uid name of the stream in the log
     * @param waiting what it had received in an earlier run, for the first batch
     */
    public void start(int streamId, String uid, Receiver<?> receiver, List<ReceivedBlock> waiting) {
        TrackedReceiver tracked = new TrackedReceiver(
                streamId,
                uid,
                receiver,
                conf,
                batchInterval,
                runner,
                placement,
                events,
                again,
                log != null && log.writes() ? log : null);
        tracked.blocks().addAll(waiting);
        if (log != null) {
            log.follow(streamId);
        }
        tracked.limitRate(rates.getOrDefault(streamId, 0L));
        receivers.put(streamId, tracked);
        tracked.place();
    }

    /** Sets how many records a second the receiver of a stream may take in, wherever it runs; before or after its start. */
    public void limitRate(int streamId, long recordsPerSecond) {
        rates.put(streamId, recordsPerSecond);
        TrackedReceiver started = receivers.get(streamId);
        if (started != null) {
            started.limitRate(recordsPerSecond);
        }
    }

    /** Gives a stream's blocks that wait to the batch; the same answer again for a batch that was asked for before. */
    public List<ReceivedBlock> allocate(int streamId, long batchTime) {
        return receiver(streamId).blocks().allocate(batchTime);
    }

    /** Whether the stream has blocks that no batch was given yet. */
    public boolean isAnyWaiting(int streamId) {
        return receiver(streamId).blocks().isAnyWaiting();
    }

    /** All jobs of the batch have succeeded: the receiver may take in as much again. */
    public void batchEnded(int streamId, long batchTime) {
        receiver(streamId).batchEnded(batchTime);
    }

    /** Removes the blocks of a stream's batches before {@code batchTime}; nothing will ask for them again. */
    public void forgetBefore(int streamId, long batchTime) {
        List<BlockId> gone = new ArrayList<>();
        for (ReceivedBlock block : receiver(streamId).blocks().forgetBefore(batchTime)) {
            gone.add(block.id());
        }
        if (!gone.isEmpty()) {
            runner.removeBlocks(gone);
        }
    }

    /**
     * Stops all receivers; returns when what they took in is kept and known here, or their executors are lost. Has no effect
     * when they were stopped before.
     */
    public synchronized void stop() {
        if (again.isShutdown()) {
            return;
        }
        List<Thread> stops = new ArrayList<>();
        for (TrackedReceiver receiver : receivers.values()) {
            Thread stop = new Thread(() -> stop(receiver), "receiver-stop");
            stop.setDaemon(true);
            stop.start();
            stops.add(stop);
        }
        try {
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        again.shutdownNow();
    }

    private static void stop(TrackedReceiver receiver) {
        try {
            receiver.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TrackedReceiver receiver(int streamId) {
        return Objects.requireNonNull(receivers.get(streamId), () -> "stream " + streamId + " has no receiver");
    }
}
