package dev.millrace.benchmarks.flink;

import dev.millrace.benchmarks.engine.FixedRate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.io.InputStatus;

/** Emits each line with its number as soon as it is due. */
final class FixedRateReader extends ShareReader<Tuple2<Integer, String>> {
    private static final Executor SOON = CompletableFuture.delayedExecutor(200, TimeUnit.MICROSECONDS);

    private final FixedRate run = FixedRate.current();
    private int next = -1;

    @Override
    InputStatus read(int partition, ReaderOutput<Tuple2<Integer, String>> output) {
        int step = run.settings().partitions();
        if (next < 0) {
            next = partition;
        }
        for (int due = run.due(); next < due; next += step) {
            output.collect(Tuple2.of(next, run.line(next)));
        }
        return next < run.allLines() ? InputStatus.NOTHING_AVAILABLE : InputStatus.END_OF_INPUT;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return next < 0 ? super.isAvailable() : CompletableFuture.runAsync(() -> {}, SOON);
    }
}
