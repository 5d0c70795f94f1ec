package dev.millrace.receiver;

import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.storage.ReceivedCodec;
import dev.millrace.streaming.receiver.Receiver;
import dev.millrace.streaming.receiver.ReceiverSupervisor;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver on its executor: calls its {@code onStart} and {@code onStop}, always on the same thread, and starts it again
 * after failures.
 *
 * <pre>
 *   NEW ──► STARTED ──restart──► PAUSED ──delay──► STARTED ──stop──► STOPPED
 * </pre>
 *
 * Thread-safe.
 */
final class RunningReceiver<T> implements ReceiverSupervisor<T> {
    private static final Logger LOG = LoggerFactory.getLogger(RunningReceiver.class);
    private static final int LARGEST_BACK_OFF = 16;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private enum State {
        NEW,
        STARTED,
        PAUSED,
        STOPPED
    }

    private final Receiver<T> receiver;
    private final ClassLoader loader;
    private final ReceiverSettings settings;
    private final ResidentContext context;
    private final BlockGenerator<T> generator;
    private final BlockKeeper keeper;
    private final Thread keeping;
    private final ScheduledExecutorService lifecycle;
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile State state = State.NEW;
    private boolean begun; // onStart was called, and onStop not since; for the lifecycle thread
    private long acceptedAtStart;
    private int failuresInARow;

    RunningReceiver(Receiver<T> receiver, ReceiverSettings settings, ResidentContext context) {
        this.receiver = receiver;
        this.loader = UserClasses.loader(receiver);
        this.settings = settings;
        this.context = context;
        this.generator = new BlockGenerator<>(settings);
        this.keeper = new BlockKeeper(
                generator,
                context,
                settings.logged() ? receiver.storageLevel().withReplication(1) : receiver.storageLevel(),
                settings.logged() ? new ReceivedCodec(loader) : null,
                SealSchedule.of(settings.blockInterval()),
                this::reportError,
                this::stop);
        this.keeping = daemon("receiver-" + settings.streamId() + "-blocks", keeper);
        this.lifecycle =
                Executors.newSingleThreadScheduledExecutor(task -> daemon("receiver-" + settings.streamId(), task));
        receiver.attach(this);
    }

    /** A thread that finds the classes of the user's program, and so do the threads that it starts. */
    private Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }

    /** Starts the receiver on the thread that it will be stopped on. */
    void start() {
        keeping.start();
        lifecycle.execute(this::startReceiver);
    }

    private void startReceiver() {
        synchronized (this) {
            if (state == State.STOPPED) {
                return;
            }
            state = State.STARTED;
            acceptedAtStart = generator.accepted();
        }
        context.send(new ReceiverMessage.Started(context.executorId()));
        begun = true;
        try {
            receiver.onStart();
        } catch (Throwable e) {
            restart("onStart failed", e, null);
        }
    }

    private void stopReceiver() {
        if (!begun) {
            return;
        }
        begun = false;
        try {
            receiver.onStop();
        } catch (Throwable e) {
            reportError("onStop failed", e);
        }
    }

    @Override
    public void restart(String message, @Nullable Throwable error, @Nullable Duration delay) {
        long pauseMillis;
        synchronized (this) {
            if (state != State.STARTED) {
                return; // it pauses already, or has stopped
            }
            state = State.PAUSED;
            pauseMillis = (delay == null ? backOff(error != null) : delay).toMillis();
        }
        LOG.warn(
                "receiver of stream {} starts again in {} ms: {}",
                settings.streamId(),
                pauseMillis,
                Failure.of(message, error).line());
        context.send(new ReceiverMessage.Problem(Failure.of(message, error), pauseMillis));
        lifecycle.execute(() -> {
            stopReceiver();
            var unused = lifecycle.schedule(this::startReceiver, pauseMillis, TimeUnit.MILLISECONDS);
        });
    }

    /** The configured pause, doubled for each failure in a row after the first. */
    private Duration backOff(boolean failed) {
        if (!failed || generator.accepted() > acceptedAtStart) {
            failuresInARow = 0;
        }
        if (failed) {
            failuresInARow++;
        }
        int factor = 1 << Math.min(4, Math.max(0, failuresInARow - 1));
        return settings.restartDelay().multipliedBy(Math.min(LARGEST_BACK_OFF, factor));
    }

    @Override
    public void reportError(String message, @Nullable Throwable error) {
        Failure failure = Failure.of(message, error);
        LOG.warn("receiver of stream {}: {}", settings.streamId(), failure.line());
        context.send(new ReceiverMessage.Problem(failure, -1));
    }

    @Override
    public void stop(String message, @Nullable Throwable error) {
        synchronized (this) {
            if (state == State.STOPPED) {
                return;
            }
            state = State.STOPPED;
        }
        generator.lift();
        keeper.stopping();
        daemon("receiver-" + settings.streamId() + "-stop", () -> end(message, error))
                .start();
    }

    /** Stops the receiver if it has not stopped yet, and returns when all that it received is kept and told. */
    void stopAndWait() throws InterruptedException {
        stop("stopped by the job", null);
        ended.await();
    }

    private void end(String message, @Nullable Throwable error) {
        try {
            try {
                lifecycle.submit(this::stopReceiver).get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                reportError(
                        "onStop has not returned for " + STOP_PATIENCE.toSeconds() + " s; going on without it", null);
            }
            lifecycle.shutdownNow();
            generator.close();
            keeping.join();
            keeper.awaitConfirmed(); // so that nobody is left waiting who could have been told
            context.send(new ReceiverMessage.Stopped(message, error == null ? null : Failure.of(message, error)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    void confirmed(BlockId block) {
        keeper.confirmed(block);
    }

    void limitRate(long recordsPerSecond) {
        generator.limitRate(recordsPerSecond);
    }

    void consumed(long bytes) {
        generator.consumed(bytes);
    }

    @Override
    public void store(T record) {
        generator.add(record);
    }

    @Override
    public void storeAll(Iterator<? extends T> records) {
        generator.addAll(records);
    }

    @Override
    public boolean isStarted() {
        return state == State.STARTED;
    }

    @Override
    public boolean isStopped() {
        return state == State.PAUSED || state == State.STOPPED;
    }

    @Override
    public int streamId() {
        return settings.streamId();
    }

    @Override
    public String executorId() {
        return context.executorId();
    }
}
