package dev.millrace.batch;

import dev.millrace.clock.Clock;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.MillraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs the outputs of a batch: one after the other on the calling thread, or several at a time on threads of its own. */
final class OutputRunner implements AutoCloseable {
    private final MillraceContext context;
    private final Clock clock;
    private final BatchObserver observer;
    private final @Nullable ExecutorService threads;

    OutputRunner(MillraceContext context, Clock clock, BatchObserver observer, int concurrentJobs) {
        this.context = context;
        this.clock = clock;
        this.observer = observer;
        this.threads = concurrentJobs == 1 ? null : threads(concurrentJobs);
    }

    private static ExecutorService threads(int count) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(count, body -> {
            Thread thread = new Thread(body, "millrace-output-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What came of the outputs of a batch. Those after the first that failed do not start. */
    record Outcome(List<OutputRun> outputs, @Nullable MillraceException failure) {}

    Outcome run(BatchRun batch, List<OutputJob> jobs) throws InterruptedException {
        AtomicReference<@Nullable MillraceException> failure = new AtomicReference<>();
        List<OutputRun> ran = new ArrayList<>(jobs.size());
        if (threads == null || jobs.size() < 2) {
            for (OutputJob job : jobs) {
                add(ran, run(batch, job, failure));
            }
            return new Outcome(ran, failure.get());
        }
        List<Future<@Nullable OutputRun>> running = new ArrayList<>(jobs.size());
        for (OutputJob job : jobs) {
            running.add(threads.submit(() -> run(batch, job, failure)));
        }
        for (Future<@Nullable OutputRun> future : running) {
            try {
                add(ran, future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("an output ended without an outcome", e);
            }
        }
        return new Outcome(ran, failure.get());
    }

    private static void add(List<OutputRun> ran, @Nullable OutputRun output) {
        if (output != null) {
            ran.add(output);
        }
    }

    private @Nullable OutputRun run(
            BatchRun batch, OutputJob job, AtomicReference<@Nullable MillraceException> failure) {
        if (failure.get() != null) {
            return null;
        }
        OutputRun run = OutputRun.started(job, clock.nanos());
        observer.outputStarted(batch, run);
        MillraceException cause = null;
        try {
            context.describing(describe(batch, job), () -> {
                job.body().run();
                return job;
            });
        } catch (Throwable e) {
            cause = BatchFailure.ofOutput(batch.time(), job, e);
            failure.compareAndSet(null, cause);
        }
        OutputRun ended = run.ended(clock.nanos(), cause);
        observer.outputEnded(batch, ended);
        return ended;
    }

    private static JobDescription describe(BatchRun batch, OutputJob job) {
        return new JobDescription(OptionalLong.of(batch.time()), OptionalInt.of(job.id()));
    }

    /** Interrupts outputs that run on threads of its own. */
    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
