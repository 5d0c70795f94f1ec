package dev.millrace.streaming;

import dev.millrace.batch.StreamRun;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a context comes to its end: asked by the program, by the process, or by the run itself. Thread-safe. */
final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

    private final StreamingContext context;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable MillraceException> early = new AtomicReference<>();
    private volatile boolean stopMillraceContext;
    private volatile @Nullable Thread hook;

    Termination(StreamingContext context) {
        this.context = context;
    }

    /** From now on the end of the process ends the stream. */
    void arm(MillraceConf conf) {
        boolean graceful = conf.get(MillraceConfig.STOP_ON_SHUTDOWN);
        Thread thread = new Thread(() -> shutDown(graceful), "millrace-shutdown");
        hook = thread;
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** A thread that waits in {@link Runtime#exit} never ends its batch: nothing is gained by waiting for it. */
    private void shutDown(boolean graceful) {
        boolean exitsFromWithin = Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> StreamRun.isAwaited(thread.getKey()))
                .flatMap(thread -> java.util.Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
        request(true, graceful && !exitsFromWithin);
        try {
            ended.await();
        } catch (InterruptedException e) {
            LOG.warn("interrupted while the stream was being stopped");
        }
    }

    /** Called by the run when none of its threads works any more. */
    void atEnd() {
        context.ended();
        if (stopMillraceContext || context.ownsContext()) {
            context.millraceContext().stop();
        } else {
            context.graph().releaseAll();
        }
        Thread armed = hook;
        if (armed != null && armed.getState() == Thread.State.NEW) {
            try {
                Runtime.getRuntime().removeShutdownHook(armed);
            } catch (IllegalStateException e) {
                LOG.debug("the process is ending already");
            }
        }
        ended.countDown();
    }

    void stop(boolean millraceContextToo, boolean graceful) {
        request(millraceContextToo, graceful);
        if (StreamRun.isAwaited(Thread.currentThread())) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (millraceContextToo) {
            context.millraceContext().stop();
        }
    }

    private void request(boolean millraceContextToo, boolean graceful) {
        if (millraceContextToo) {
            stopMillraceContext = true;
        }
        synchronized (context) {
            StreamRun run = context.run();
            if (run != null) {
                run.requestStop(graceful);
            } else if (ended.getCount() > 0) {
                atEnd();
            }
        }
    }

    /** Before there is a run, {@link StreamingContext#start} is still at it and throws instead. */
    void fail(MillraceException cause) {
        early.compareAndSet(null, cause);
        StreamRun run = context.run();
        if (run != null) {
            run.fail(cause);
        }
    }

    /** What has gone wrong with an input while it was being started. */
    Optional<MillraceException> early() {
        return Optional.ofNullable(early.get());
    }

    void await() throws InterruptedException {
        requireStarted();
        ended.await();
        rethrow();
    }

    boolean await(long timeoutMillis) throws InterruptedException {
        requireStarted();
        boolean over = ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
        if (over) {
            rethrow();
        }
        return over;
    }

    private void requireStarted() {
        if (context.getState() == StreamingContextState.INITIALIZED) {
            throw new MillraceException(
                    ErrorCode.STATE, "awaitTermination: the context has not been started; call start() first");
        }
    }

    private void rethrow() {
        StreamRun run = context.run();
        MillraceException failure = run == null ? null : run.failure();
        if (failure != null) {
            MillraceException replaced = context.replaced();
            throw replaced == null ? failure : replaced; // what fails in one that was replaced has that reason
        }
    }
}
