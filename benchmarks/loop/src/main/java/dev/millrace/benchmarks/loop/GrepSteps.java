package dev.millrace.benchmarks.loop;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.result.Digest;
import java.util.concurrent.CyclicBarrier;

/** Counts the lines that contain the pattern. */
final class GrepSteps implements Steps {
    private final BackToBack run;
    private final String pattern;
    private final long[] matches;
    private final CyclicBarrier end;
    private int batch;

    GrepSteps(BackToBack run) {
        int threads = run.settings().partitions();
        this.run = run;
        this.pattern = run.pattern();
        this.matches = new long[threads];
        this.end = new CyclicBarrier(threads, this::complete);
    }

    @Override
    public void run(int batch, int partition) throws Exception {
        long count = 0;
        for (String line : run.lines(batch, partition)) {
            if (line.contains(pattern)) {
                count++;
            }
        }
        matches[partition] = count;
        end.await();
    }

    private void complete() {
        long sum = 0;
        for (long count : matches) {
            sum += count;
        }
        run.completed(batch++, Digest.ofCount(sum));
    }
}
