package dev.millrace.cli;

import dev.millrace.runtime.BatchStatus;
import dev.millrace.runtime.JobStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows how a job gets on: a live line on a terminal, elsewhere a line for a batch at most once a second. */
final class Progress implements Runnable {
    private static final Duration POLL = Duration.ofMillis(150);
    private static final long PLAIN_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<Optional<JobStatus>> source;
    private final Screen screen;
    private final Terminal terminal;
    private long shownBatch;
    private long shownAtNanos = System.nanoTime() - PLAIN_EVERY_NANOS;

    private Progress(Supplier<Optional<JobStatus>> source, Screen screen, Terminal terminal) {
        this.source = source;
        this.screen = screen;
        this.terminal = terminal;
    }

    /** Starts a thread that shows the status until it is interrupted. */
    static Thread start(Supplier<Optional<JobStatus>> source, Screen screen, Terminal terminal) {
        Thread thread = new Thread(new Progress(source, screen, terminal), "progress");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(POLL.toMillis());
                source.get().ifPresent(this::show);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(JobStatus status) {
        if (screen.isLive()) {
            screen.status(StatusText.live(status, terminal.columns(), terminal.hasColour()));
            return;
        }
        BatchStatus batch = status.lastBatch();
        long now = System.nanoTime();
        if (batch != null && batch.number() != shownBatch && now - shownAtNanos >= PLAIN_EVERY_NANOS) {
            shownBatch = batch.number();
            shownAtNanos = now;
            screen.message(StatusText.plain(status, batch));
        }
    }
}
