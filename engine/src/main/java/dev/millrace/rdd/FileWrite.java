package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Sink;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a partition into a file of its own in the staging directory. The file has a hidden name that no other try of the task
 * has; the driver gives it its place when it knows which try has succeeded.
 */
final class FileWrite<T> extends Action<T, FileWrite.Staged> {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 1 << 16;

    /** A file that is complete and on the disk, under its hidden name. */
    record Staged(String hiddenName, WrittenFile file) implements Serializable {}

    private final FileForm form;
    private final @Nullable Class<? extends CompressionCodec> codec;
    private final transient String staging;

    FileWrite(FileForm form, @Nullable Class<? extends CompressionCodec> codec, Path staging) {
        this.form = form;
        this.codec = codec;
        this.staging = staging.toString();
    }

    @Override
    public Staged run(PartitionReader<T> partition, TaskContext task) throws Exception {
        Path directory = Path.of((String) Objects.requireNonNull(task.services().argument()));
        CompressionCodec compression = Codecs.of(codec);
        String name = String.format("part-%05d", task.partitionId()) + compression.extension();
        String hidden = "." + name + "-" + UUID.randomUUID();
        Path file = directory.resolve(hidden);
        try (FileChannel channel = create(file)) {
            RecordDigest digest = write(partition, compression, channel);
            channel.force(true);
            return new Staged(hidden, new WrittenFile(name, channel.size(), digest.records(), digest.value()));
        } catch (Exception | Error e) {
            delete(file, e);
            throw e;
        }
    }

    private static FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    "cannot write " + file
                            + ": the driver made this directory, and it is not there. Either a newer run of"
                            + " the job has removed it, or the executor does not have the driver's file system: save to a"
                            + " volume that all of them mount",
                    e);
        }
    }

    private RecordDigest write(PartitionReader<T> partition, CompressionCodec compression, FileChannel channel)
            throws Exception {
        OutputStream below = new BufferedOutputStream(new KeptOpen(Channels.newOutputStream(channel)), BUFFER);
        try (RecordWriter<T> writer = form.open(compression.compress(below))) {
            partition.drainTo(new WriterSink<>(writer));
            return writer.digest();
        }
    }

    /** Lets the channel stay open to be forced to the disk. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static void delete(Path file, Throwable failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e); // the driver deletes it with the directory
        }
    }

    private static final class WriterSink<T> extends Sink<T> {
        private final RecordWriter<T> writer;

        WriterSink(RecordWriter<T> writer) {
            this.writer = writer;
        }

        @Override
        public void accept(T record) throws Exception {
            writer.write(record);
        }

        @Override
        @SuppressWarnings("unchecked") // what is in the array was put there as a T
        public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
            for (int i = from; i < to; i++) {
                writer.write((T) records[i]);
            }
        }
    }

    @Override
    public Object argument() {
        return staging;
    }

    @Override
    public void key(PlanKey key) {
        key.value(FileWrite.class).value(form).value(codec);
    }
}
