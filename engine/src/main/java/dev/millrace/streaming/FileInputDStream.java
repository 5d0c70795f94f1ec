package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Rethrow;
import dev.millrace.function.Function;
import dev.millrace.rdd.RDD;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Files that appear in a directory; the range of a batch are those that its listing found for the first time. */
final class FileInputDStream<T> extends RangeInputDStream<T, FileInputDStream.NewFiles> {
    /** A file, with what tells it from an older one of the same name. */
    record FoundFile(String path, long size, long modifiedMillis) implements Serializable {}

    /** Files in the order of their names. */
    record NewFiles(List<FoundFile> files) implements Serializable {
        NewFiles {
            files = List.copyOf(files);
        }
    }

    private static final RangeCodec<NewFiles> CODEC = new RangeCodec<>() {
        @Override
        public void write(NewFiles range, DataOutput out) throws IOException {
            out.writeInt(range.files().size());
            for (FoundFile file : range.files()) {
                byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
                out.writeInt(path.length);
                out.write(path);
                out.writeLong(file.size());
                out.writeLong(file.modifiedMillis());
            }
        }

        @Override
        public NewFiles read(DataInput in) throws IOException {
            List<FoundFile> files = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                byte[] path = new byte[in.readInt()];
                in.readFully(path);
                files.add(new FoundFile(new String(path, StandardCharsets.UTF_8), in.readLong(), in.readLong()));
            }
            return new NewFiles(files);
        }
    };

    private final DirectoryWatch watch;
    private final boolean newFilesOnly;
    private final Function<Path, RDD<T>> reader;
    private boolean resumed;

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
        if (newFilesOnly && !resumed) {
            watch.newFiles();
        }
    }

    @Override
    protected NewFiles nextRange(Time batch) {
        return files(watch.newFiles());
    }

    private static NewFiles files(Collection<DirectoryWatch.Identity> found) {
        List<FoundFile> files = new ArrayList<>(found.size());
        for (DirectoryWatch.Identity file : found) {
            files.add(new FoundFile(file.path().toString(), file.size(), file.modifiedMillis()));
        }
        return new NewFiles(files);
    }

    @Override
    protected Optional<RangeCodec<NewFiles>> rangeCodec() {
        return Optional.of(CODEC);
    }

    /** All files that are known: those of the last range alone would not tell which of the others are new. */
    @Override
    protected Optional<NewFiles> resumePoint() {
        return Optional.of(files(watch.known()));
    }

    @Override
    protected void resume(NewFiles position) {
        List<DirectoryWatch.Identity> files = new ArrayList<>(position.files().size());
        for (FoundFile file : position.files()) {
            files.add(new DirectoryWatch.Identity(Path.of(file.path()), file.size(), file.modifiedMillis()));
        }
        watch.know(files);
        resumed = true;
    }

    @Override
    protected RDD<T> read(Time batch, NewFiles range) {
        List<RDD<T>> parts = new ArrayList<>(range.files().size());
        try {
            for (FoundFile file : range.files()) {
                parts.add(reader.call(Path.of(file.path())));
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
