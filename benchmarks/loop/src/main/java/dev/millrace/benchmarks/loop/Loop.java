package dev.millrace.benchmarks.loop;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.Engine;
import dev.millrace.benchmarks.engine.FixedRate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the programs on as many threads as a batch has partitions, in step at the end of each batch. */
public final class Loop implements Engine {
    @Override
    public String version() {
        return Runtime.version().toString();
    }

    @Override
    public void backToBack(BackToBack run) throws Exception {
        int threads = run.settings().partitions();
        boolean table = run.settings().variant().equals("table");
        Steps steps = switch (run.settings().program()) {
            case GREP -> new GrepSteps(run);
            case WORD_COUNT ->
                table ? new WordCountSteps<>(run, TableCounts::new, 1) : new WordCountSteps<>(run, MapCounts::new, 1);
            case WINDOWED_WORD_COUNT ->
                table
                        ? new WordCountSteps<>(
                                run, TableCounts::new, run.settings().window())
                        : new WordCountSteps<>(
                                run, MapCounts::new, run.settings().window());
        };
        runOn(threads, run, steps);
        run.awaitOver();
    }

    @Override
    public void fixedRate(FixedRate run) {
        throw new UnsupportedOperationException("the loop has no notion of a rate");
    }

    private static void runOn(int threads, BackToBack run, Steps steps)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int partition = thread;
            done.add(pool.submit(() -> {
                try {
                    for (int batch = 0; run.open(batch); batch++) {
                        steps.run(batch, partition);
                    }
                    return null;
                } catch (Throwable t) {
                    pool.shutdownNow(); // the others wait for this thread
                    throw t;
                }
            }));
        }
        pool.shutdown();
        for (Future<?> one : done) {
            one.get();
        }
    }
}
