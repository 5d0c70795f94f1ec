package dev.millrace.benchmarks.jet;

import com.hazelcast.jet.datamodel.Tuple2;
import com.hazelcast.jet.pipeline.SourceBuilder.SourceBuffer;
import dev.millrace.benchmarks.engine.FixedRate;

/** Fills Jet's buffers with the lines of one partition that are due, each with its number. */
final class FixedRateLines {
    private final FixedRate run = FixedRate.current();
    private int next;

    FixedRateLines(int partition) {
        next = partition;
    }

    void fill(SourceBuffer<Tuple2<Integer, String>> buffer) {
        int step = run.settings().partitions();
        for (int due = run.due(); next < due; next += step) {
            buffer.add(Tuple2.tuple2(next, run.line(next)));
        }
    }
}
