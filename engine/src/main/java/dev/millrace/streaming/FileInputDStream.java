package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Rethrow;
import dev.millrace.function.Function;
import dev.millrace.rdd.RDD;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that appear in a directory; the range of a batch are those that its listing found for the first time. */
final class FileInputDStream<T> extends RangeInputDStream<T, FileInputDStream.NewFiles> {
    /** Files by their path, in the order of their names. */
    record NewFiles(List<String> paths) implements Serializable {
        NewFiles {
            paths = List.copyOf(paths);
        }
    }

    private final DirectoryWatch watch;
    private final boolean newFilesOnly;
    private final Function<Path, RDD<T>> reader;

    FileInputDStream(
            StreamingContext context,
            String directory,
            Function<Path, Boolean> filter,
            boolean newFilesOnly,
            Function<Path, RDD<T>> reader) {
        super(context);
        Functions.require("fileStream", filter);
        Functions.require("fileStream", reader);
        this.watch = new DirectoryWatch(Path.of(directory).toAbsolutePath(), filter);
        this.newFilesOnly = newFilesOnly;
        this.reader = reader;
    }

    /** @throws MillraceException when the directory cannot be listed */
    @Override
    public void start() {
        if (!watch.isListable()) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    this + ": expected a directory that can be listed, found none at " + watch.directory()
                            + "; create it before the context starts");
        }
        if (newFilesOnly) {
            watch.newFiles();
        }
    }

    @Override
    protected NewFiles nextRange(Time batch) {
        List<String> paths = new ArrayList<>();
        for (Path path : watch.newFiles()) {
            paths.add(path.toString());
        }
        return new NewFiles(paths);
    }

    @Override
    protected RDD<T> read(Time batch, NewFiles range) {
        List<RDD<T>> parts = new ArrayList<>(range.paths().size());
        try {
            for (String path : range.paths()) {
                parts.add(reader.call(Path.of(path)));
            }
        } catch (Exception e) {
            throw Rethrow.unchecked(e);
        }
        return context().millraceContext().union(parts);
    }

    @Override
    String name() {
        return "files";
    }
}
