package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Flow;
import dev.millrace.execution.IteratorFlow;
import dev.millrace.execution.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of text files, a partition for each file or for each part of a large one. */
final class TextFileRDD extends FusedRDD<String> {
    private static final long serialVersionUID = 1L;
    private static final long SPLIT = 32L << 20;

    private final transient List<Path> files;
    private final transient int minPartitions;

    /** The lines that start at a byte from {@code start} (inclusive) to {@code end} (exclusive). */
    private record FilePartition(int index, String file, long start, long end) implements Partition {}

    private TextFileRDD(MillraceContext context, List<Path> files, int minPartitions) {
        super(context);
        this.files = files;
        this.minPartitions = minPartitions;
    }

    static TextFileRDD of(MillraceContext context, String path, int minPartitions) {
        return new TextFileRDD(context, InputFiles.find("textFile", path), minPartitions);
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<String> sink) throws Exception {
        FilePartition part = (FilePartition) partition;
        LineReader lines = LineReader.open(Path.of(part.file()), part.start(), part.end());
        task.addTaskCompletionListener(lines::close);
        return new IteratorFlow<>(lines, sink);
    }

    @Override
    protected Partition[] getPartitions() {
        List<Partition> parts = new ArrayList<>();
        try {
            long total = 0;
            for (Path file : files) {
                total += Files.size(file);
            }
            long split = Math.max(1, Math.min(SPLIT, total / minPartitions));
            for (Path file : files) {
                long size = Files.size(file);
                long step = LineReader.isSplittable(file) ? split : Math.max(1, size);
                for (long start = 0; start < Math.max(1, size); start += step) {
                    // the rest joins the last part when it is small
                    boolean last = start + step + step / 10 >= size;
                    parts.add(new FilePartition(
                            parts.size(), file.toAbsolutePath().toString(), start, last ? size : start + step));
                    if (last) {
                        break;
                    }
                }
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE, "textFile: cannot read " + files + ": " + e, e);
        }
        return parts.toArray(new Partition[0]);
    }

    @Override
    void key(PlanKey key) {
        key.value(TextFileRDD.class);
    }
}
