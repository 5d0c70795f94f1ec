package dev.millrace.benchmarks.engine;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusLines;
import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.result.Digest;
import dev.millrace.benchmarks.result.Oracle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Lines that come at a fixed rate, whether the engine keeps up or not; takes the time from when each line was due to
 * when its result was there.
 *
 * <p>Line <i>i</i> is due <i>i</i>/rate after the first call of {@link #due}. An engine of batches takes the lines that
 * are due, calls {@link #completed} when the output of their batch is complete, and every line of the batch counts with
 * that time. One that takes line after line calls {@link #counted} for each word with the word's running count, and each
 * word counts with its own time. Safe for use by many threads.
 */
public final class FixedRate {
    private static final int PARTS = 4;
    private static final long GRACE_SECONDS = 20;

    private static volatile @Nullable FixedRate current;

    private final Settings settings;
    private final int warmUpLines;
    private final int allLines;
    private final List<Histogram> parts = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Batch> batches = new ArrayList<>();
    private final AtomicLong wordsLeft;
    private final AtomicLong runningChecksum = new AtomicLong();
    private volatile long startedAt;
    private volatile boolean lineByLine;
    private int linesCompleted;
    private volatile @Nullable String failure;
    private volatile long cpuFrom;
    private volatile long cpuFromAt;
    private long cpuTo;
    private long cpuToAt;
    private @Nullable MemoryAtEnd memory;

    /** Makes this the run of the JVM. */
    public FixedRate(Settings settings) {
        this.settings = settings;
        this.warmUpLines = (int) (settings.warmUpSeconds() * settings.linesPerSecond());
        this.allLines = warmUpLines + (int) (settings.measureSeconds() * settings.linesPerSecond());
        for (int i = 0; i < PARTS; i++) {
            parts.add(new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3));
        }
        long words = 0;
        for (int line = 0; line < allLines; line++) {
            words += line(line).chars().filter(c -> c == ' ').count() + 1;
        }
        wordsLeft = new AtomicLong(words);
        current = this;
    }

    /** The run of this JVM, for functions that travel serialized. */
    public static FixedRate current() {
        FixedRate run = current;
        if (run == null) {
            throw new IllegalStateException("this JVM runs nothing at a fixed rate");
        }
        return run;
    }

    public Settings settings() {
        return settings;
    }

    /** How many lines the run has in all. */
    public int allLines() {
        return allLines;
    }

    /** How many lines are due by now; the clock starts with the first call. */
    public int due() {
        long now = System.nanoTime();
        start(now);
        return (int) Math.min(allLines, 1 + (now - startedAt) * settings.linesPerSecond() / 1_000_000_000L);
    }

    /** Line {@code index} of the run. */
    public String line(int index) {
        return Corpus.of(settings.corpus()).line(index);
    }

    /** When line {@code index} is due, on the clock of {@link System#nanoTime}. */
    public long dueAt(int index) {
        return startedAt + index * 1_000_000_000L / settings.linesPerSecond();
    }

    /** The share of a partition in a batch of the lines from {@code from} to before {@code to}. */
    public Lines lines(int from, int to, int partition) {
        int first = from + (int) ((long) (to - from) * partition / settings.partitions());
        int last = from + (int) ((long) (to - from) * (partition + 1) / settings.partitions());
        return new CorpusLines(settings.corpus(), first, last - first);
    }

    /** Tells that the word counts of the lines from {@code from} to before {@code to} are out. */
    public synchronized void completed(int from, int to, Digest digest) {
        long now = System.nanoTime();
        if (from != linesCompleted) {
            fail("the batch from line " + from + " completed when it was the turn of line " + linesCompleted);
            return;
        }
        noteCpu(from, now);
        for (int line = Math.max(from, warmUpLines); line < to; line++) {
            record(line, now);
        }
        batches.add(new Batch(from, to, digest));
        linesCompleted = to;
        if (to == allLines) {
            over.countDown();
        }
    }

    /** Tells that a word of line {@code line} was counted, as the {@code runningCount}-th of its kind. */
    public void counted(int line, String word, long runningCount) {
        long now = System.nanoTime();
        lineByLine = true;
        if (line >= warmUpLines) {
            noteCpu(line, now);
            record(line, now);
        }
        runningChecksum.addAndGet(Digest.mark(word, runningCount));
        if (wordsLeft.decrementAndGet() == 0) {
            over.countDown();
        }
    }

    /** Whether every line was given out. */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits until every line has its result, or for some seconds after the last was due. */
    public void awaitOver() throws InterruptedException {
        long startLimit = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (startedAt == 0 && System.nanoTime() < startLimit && !isOver()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        long limit = dueAt(allLines) + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        boolean complete = over.await(limit - System.nanoTime(), TimeUnit.NANOSECONDS);
        over.countDown();
        cpuTo = ProcessFigures.cpuNanos();
        cpuToAt = System.nanoTime();
        memory = MemoryAtEnd.take();
        if (complete) {
            check();
        }
    }

    /** Ends the run: what it measured does not count. */
    public void fail(String why) {
        if (failure == null) {
            failure = why;
        }
        over.countDown();
    }

    /** Why the run does not count; null where it does. */
    public @Nullable String failure() {
        return failure;
    }

    void writeTo(Outcome outcome) {
        Histogram all = new Histogram(parts.get(0));
        parts.forEach(all::add);
        outcome.put("p50Millis", millis(all, 50));
        outcome.put("p99Millis", millis(all, 99));
        outcome.put("maxMillis", all.getMaxValue() / 1e3);
        for (int part = 0; part < PARTS; part++) {
            outcome.put("p50Millis.part" + part, millis(parts.get(part), 50));
        }
        outcome.put("unfinished", unfinished());
        outcome.put("coresUsed", (double) (cpuTo - cpuFrom) / (cpuToAt - cpuFromAt));
        if (memory != null) {
            memory.writeTo(outcome);
        }
    }

    /** Share of the lines, or of their words, that never had a result. */
    private synchronized double unfinished() {
        return lineByLine ? (double) wordsLeft.get() / (allLines * 10L) : 1 - (double) linesCompleted / allLines;
    }

    private synchronized void start(long now) {
        if (startedAt == 0) {
            startedAt = now;
        }
    }

    private void noteCpu(int line, long now) {
        if (cpuFrom == 0 && line >= warmUpLines) {
            cpuFrom = ProcessFigures.cpuNanos();
            cpuFromAt = now;
        }
    }

    private void record(int line, long now) {
        int part = (int) ((long) (line - warmUpLines) * PARTS / (allLines - warmUpLines));
        parts.get(part).recordValue(Math.max(0, (now - dueAt(line)) / 1000));
    }

    private synchronized void check() {
        if (lineByLine) {
            checkRunningCounts();
            return;
        }
        for (Batch batch : batches) {
            Digest expected =
                    Oracle.digest(Oracle.count(new CorpusLines(settings.corpus(), batch.from, batch.to - batch.from)));
            if (!expected.equals(batch.digest)) {
                fail("lines " + batch.from + " to " + batch.to + " gave " + batch.digest + " instead of " + expected);
                return;
            }
        }
    }

    private void checkRunningCounts() {
        Map<String, Long> counts = new HashMap<>();
        long checksum = 0;
        for (int line = 0; line < allLines; line++) {
            for (String word : line(line).split(" ")) {
                checksum += Digest.mark(word, counts.merge(word, 1L, Long::sum));
            }
        }
        if (checksum != runningChecksum.get()) {
            fail("the running counts differ from those expected");
        }
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    private record Batch(int from, int to, Digest digest) {}
}
