package dev.millrace.benchmarks.engine;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusLines;
import dev.millrace.benchmarks.corpus.FreshLines;
import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.result.Digest;
import dev.millrace.benchmarks.result.Expected;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Batches of lines that run one after the other without a pause between them; checks each result and takes the time.
 *
 * <pre>
 *   first batch done                 first measured batch                 last measured batch done
 *        |------- warm-up -------------------|------------- measured -------------------|
 *        b0   b1   b2   b3   ...            bW   bW+1  ...                              bE
 * </pre>
 *
 * <p>An engine of batches calls {@link #open}, {@link #lines} and {@link #completed}. One that takes record after record
 * tells each result by {@link #counted} or {@link #matched}; a batch is complete with the last result that it must
 * have. Results from past the end of the run are ignored. Safe for use by many threads.
 */
public final class BackToBack {
    /** Batches in which nothing is measured, however long the first ones take. */
    private static final int LEAST_WARM_UP_BATCHES = 2;

    private static final int LEAST_MEASURED_BATCHES = 3;

    private static volatile @Nullable BackToBack current;

    private final Settings settings;
    private final Expected expected;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Integer, Partial> partials = new HashMap<>();
    private final AtomicLong matches = new AtomicLong();
    private volatile long matchesOfNextBatch;
    private volatile long firstResultAtEpochMicros;
    private int opened;
    /** No batch from this one on is run. */
    private int closedAt = Integer.MAX_VALUE;

    private int completed;
    private long firstCompletedAt;
    private long measuredFrom;
    private int measuredFromBatch;
    private long measuredTo;
    private int measuredToBatch;
    private long cpuFrom;
    private long cpuTo;
    private @Nullable MemoryAtEnd memory;
    private volatile @Nullable String failure;

    /** Makes this the run of the JVM. */
    public BackToBack(Settings settings, Expected expected) {
        this.settings = settings;
        this.expected = expected;
        this.matchesOfNextBatch = expected.of(0).total();
        current = this;
    }

    /** The run of this JVM, for functions that travel serialized. */
    public static BackToBack current() {
        BackToBack run = current;
        if (run == null) {
            throw new IllegalStateException("this JVM runs no batches back to back");
        }
        return run;
    }

    public Settings settings() {
        return settings;
    }

    /** What grep looks for. */
    public String pattern() {
        return Corpus.of(settings.corpus()).pattern();
    }

    /** Whether batch {@code number}, counted from 0, is to run; false once the run is over. */
    public synchronized boolean open(int number) {
        if (number >= closedAt) {
            return false;
        }
        opened = Math.max(opened, number + 1);
        return true;
    }

    /**
     * Waits until {@code batches} are complete: for an engine whose clock is moved by hand, so that it always has the next
     * batch before it is done with one.
     *
     * @return false once the run is over
     */
    public synchronized boolean awaitCompleted(int batches) throws InterruptedException {
        while (completed < batches && !isOver()) {
            wait();
        }
        return !isOver();
    }

    /** The lines of one partition of a batch. */
    public Lines lines(int batch, int partition) {
        long start = (long) batch * settings.linesPerBatch();
        long from = start + (long) settings.linesPerBatch() * partition / settings.partitions();
        long to = start + (long) settings.linesPerBatch() * (partition + 1) / settings.partitions();
        CorpusLines lines = new CorpusLines(settings.corpus(), from, (int) (to - from));
        return settings.freshLines() ? new FreshLines(lines) : lines;
    }

    /** Tells that the output of a batch is complete; batches complete in order. */
    public synchronized void completed(int batch, Digest digest) {
        if (isOver()) {
            return;
        }
        if (batch != completed) {
            fail("batch " + batch + " completed when it was the turn of batch " + completed);
        } else if (!digest.equals(expected.of(batch))) {
            fail("batch " + batch + " gave " + digest + " instead of " + expected.of(batch));
        } else {
            advance();
        }
    }

    /** Tells the final count of one word of a batch. */
    public synchronized void counted(int batch, String word, long count) {
        if (isOver() || batch < completed) {
            return;
        }
        Partial partial = partials.computeIfAbsent(batch, Partial::new);
        partial.digest = partial.digest.plus(Digest.of(word, count));
        for (Partial next = partials.get(completed);
                next != null && next.digest.total() >= expected.of(completed).total();
                next = partials.get(completed)) {
            partials.remove(completed);
            completed(completed, next.digest);
            if (isOver()) {
                return;
            }
        }
    }

    /** Tells one line that contains the pattern, of whatever batch. */
    public void matched() {
        if (matches.incrementAndGet() >= matchesOfNextBatch) {
            completeMatchedBatches();
        }
    }

    /** For engines that use {@link #matched}, once all their results are out: checks the number of matches. */
    public synchronized void matchedAll() {
        long sum = 0;
        for (int batch = 0; batch < opened; batch++) {
            sum += expected.of(batch).total();
        }
        if (matches.get() != sum) {
            fail(matches.get() + " lines matched instead of " + sum);
        }
    }

    /** Whether there is nothing left to do. */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits for the last measured batch. */
    public void awaitOver() throws InterruptedException {
        over.await();
        memory = MemoryAtEnd.take();
    }

    /** Ends the run: what it measured does not count. */
    public synchronized void fail(String why) {
        if (failure == null) {
            failure = why;
        }
        finish();
    }

    /** Why the run does not count; null where it does. */
    public @Nullable String failure() {
        return failure;
    }

    synchronized void writeTo(Outcome outcome) {
        int batches = measuredToBatch - measuredFromBatch;
        double seconds = (measuredTo - measuredFrom) / 1e9;
        outcome.put("seconds", seconds);
        outcome.put("batches", batches);
        outcome.put("linesPerSecond", (double) batches * settings.linesPerBatch() / seconds);
        outcome.put("millisPerBatch", seconds * 1e3 / batches);
        outcome.put("coresUsed", (cpuTo - cpuFrom) / 1e9 / seconds);
        outcome.put("firstResultAtEpochMicros", (double) firstResultAtEpochMicros);
        if (memory != null) {
            memory.writeTo(outcome);
        }
    }

    private synchronized void completeMatchedBatches() {
        while (!isOver() && matches.get() >= matchesOfNextBatch) {
            matchesOfNextBatch += expected.of(completed + 1).total();
            advance();
        }
    }

    private void advance() {
        long now = System.nanoTime();
        completed++;
        notifyAll();
        if (completed == 1) {
            firstResultAtEpochMicros = ProcessFigures.epochMicros();
            firstCompletedAt = now;
        }
        if (measuredFrom == 0) {
            if (completed >= LEAST_WARM_UP_BATCHES && now - firstCompletedAt >= settings.warmUpSeconds() * 1e9) {
                measuredFrom = now;
                measuredFromBatch = completed;
                cpuFrom = ProcessFigures.cpuNanos();
            }
        } else if (enough(now)) {
            measuredTo = now;
            cpuTo = ProcessFigures.cpuNanos();
            measuredToBatch = completed;
            finish();
        }
    }

    private boolean enough(long now) {
        int measured = completed - measuredFromBatch;
        return settings.batches() > 0
                ? measured >= settings.batches()
                : measured >= LEAST_MEASURED_BATCHES && now - measuredFrom >= settings.measureSeconds() * 1e9;
    }

    private void finish() {
        closedAt = Math.min(closedAt, opened);
        over.countDown();
        notifyAll();
    }

    private static final class Partial {
        private Digest digest = Digest.EMPTY;

        Partial(int batch) {}
    }
}
