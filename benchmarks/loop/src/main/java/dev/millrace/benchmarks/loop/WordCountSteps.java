package dev.millrace.benchmarks.loop;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.result.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;

/**
 * Counts words: each thread those of its lines, then, from what both found, those that are its share by hash. A window
 * adds the batch that entered and subtracts the one that left.
 */
final class WordCountSteps<C extends Counts<C>> implements Steps {
    private final BackToBack run;
    private final Supplier<C> empty;
    private final int window;
    private final List<C> found = new ArrayList<>();
    private final List<Share<C>> shares = new ArrayList<>();
    private final Digest[] digests;
    private final CyclicBarrier counted;
    private final CyclicBarrier end;
    private int batch;

    WordCountSteps(BackToBack run, Supplier<C> empty, int window) {
        int threads = run.settings().partitions();
        this.run = run;
        this.empty = empty;
        this.window = window;
        this.digests = new Digest[threads];
        this.counted = new CyclicBarrier(threads);
        this.end = new CyclicBarrier(threads, this::complete);
        for (int thread = 0; thread < threads; thread++) {
            found.add(empty.get());
            shares.add(new Share<>(empty.get()));
        }
    }

    @Override
    public void run(int batch, int partition) throws Exception {
        C words = empty.get();
        words.addLines(run.lines(batch, partition));
        found.set(partition, words);
        counted.await();

        C share = empty.get();
        for (C each : found) {
            share.addShare(each, partition, found.size());
        }
        digests[partition] = window == 1 ? share.digest() : slide(shares.get(partition), share);
        end.await();
    }

    private Digest slide(Share<C> share, C entering) {
        share.inWindow.add(entering);
        share.sum.addTimes(entering, 1);
        if (share.inWindow.size() > window) {
            share.sum.addTimes(share.inWindow.remove(), -1);
        }
        return share.sum.digest();
    }

    private void complete() {
        Digest sum = Digest.EMPTY;
        for (Digest digest : digests) {
            sum = sum.plus(digest);
        }
        run.completed(batch++, sum);
    }

    private static final class Share<C> {
        private final C sum;
        private final Deque<C> inWindow = new ArrayDeque<>();

        Share(C sum) {
            this.sum = sum;
        }
    }
}
