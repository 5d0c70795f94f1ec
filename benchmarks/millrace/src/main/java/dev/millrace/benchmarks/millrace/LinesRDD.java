package dev.millrace.benchmarks.millrace;

import dev.millrace.benchmarks.corpus.CorpusLines;
import dev.millrace.benchmarks.corpus.FreshLines;
import dev.millrace.benchmarks.corpus.Lines;
import dev.millrace.benchmarks.engine.Settings;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.TaskContext;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Lines that are in the memory of the process, as the same class in the programs of Spark. */
final class LinesRDD extends RDD<String> {
    private final transient Settings settings;
    private final transient LineRange range;

    LinesRDD(MillraceContext context, Settings settings, LineRange range) {
        super(context);
        this.settings = settings;
        this.range = range;
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] result = new Partition[settings.partitions()];
        Arrays.setAll(result, i -> new LinesPartition(i, lines(start(i), start(i + 1))));
        return result;
    }

    private long start(int partition) {
        return range.from() + (range.to() - range.from()) * partition / settings.partitions();
    }

    private Lines lines(long from, long to) {
        CorpusLines lines = new CorpusLines(settings.corpus(), from, (int) (to - from));
        return settings.freshLines() ? new FreshLines(lines) : lines;
    }

    @Override
    public Iterator<String> compute(Partition partition, TaskContext task) {
        return ((LinesPartition) partition).lines().iterator();
    }

    @Override
    protected Object planKey() {
        return List.of();
    }

    private record LinesPartition(int index, Lines lines) implements Partition {}
}
