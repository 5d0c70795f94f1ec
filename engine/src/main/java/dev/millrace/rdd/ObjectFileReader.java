package dev.millrace.rdd;

import com.esotericsoftware.kryo.kryo5.io.Input;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.serializer.ChangedClass;
import dev.millrace.serializer.ObjectCodec;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ObjectFileWriter} wrote, in full or with an error: a file that was cut off or changed is refused. No Java
 * serialization takes place. Used by one task.
 */
final class ObjectFileReader<T> implements Iterator<T>, AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final String path;
    private final DataInputStream in;
    private final ObjectCodec codec;
    private final Input frame = new Input();
    private final CRC32C crc = new CRC32C();
    private int leftInFrame;
    private long read;
    private boolean ended;

    private ObjectFileReader(String path, DataInputStream in, ClassLoader loader) {
        this.path = path;
        this.in = in;
        this.codec = ObjectCodec.durable(loader);
    }

    /** @throws MillraceException FILE when it is no such file, or of a newer format */
    static <T> ObjectFileReader<T> open(Path file, ClassLoader loader) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            InputStream plain = file.toString().endsWith(".gz")
                    ? new GZIPInputStream(raw, BUFFER)
                    : new BufferedInputStream(raw, BUFFER);
            DataInputStream in = new DataInputStream(plain);
            if (in.readInt() != ObjectFileWriter.MAGIC) {
                throw refuse(file.toString(), "it is no object file of Millrace");
            }
            short version = in.readShort();
            if (version != ObjectFileWriter.VERSION) {
                throw refuse(
                        file.toString(),
                        "it has format " + version + ", and this version of Millrace reads format "
                                + ObjectFileWriter.VERSION);
            }
            return new ObjectFileReader<>(file.toString(), in, loader);
        } catch (EOFException | ZipException e) {
            raw.close();
            throw refuse(file.toString(), "it is no object file of Millrace, or cut off");
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    @Override
    public boolean hasNext() {
        if (leftInFrame == 0 && !ended) {
            try {
                nextFrame();
            } catch (EOFException e) {
                throw refuse(path, "it is cut off after " + read + " records");
            } catch (ZipException e) {
                throw refuse(path, "it is damaged after " + read + " records: " + e.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return leftInFrame > 0;
    }

    private void nextFrame() throws IOException {
        int length = in.readInt();
        if (length == 0) {
            long records = in.readLong();
            if (records != read || in.read() >= 0) {
                throw refuse(path, "it says that it has " + records + " records, and has " + read + " or more");
            }
            ended = true;
            return;
        }
        int records = in.readInt();
        int checksum = in.readInt();
        byte[] content = in.readNBytes(Math.max(0, length));
        if (content.length != length) {
            throw new EOFException();
        }
        crc.reset();
        crc.update(content);
        if ((int) crc.getValue() != checksum || records < 1) {
            throw refuse(path, "its checksum is wrong after " + read + " records");
        }
        frame.setBuffer(content);
        leftInFrame = records;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // an element may be null
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T record;
        try {
            record = (@Nullable T) codec.read(frame);
        } catch (MillraceException e) {
            throw new MillraceException(
                    ErrorCode.FILE, "objectFile: cannot read record " + read + " of " + path + ": " + reason(e), e);
        }
        leftInFrame--;
        read++;
        if (leftInFrame == 0 && frame.position() != frame.limit()) {
            throw refuse(path, "a frame does not end with its last record, after " + read + " records");
        }
        return record;
    }

    private static @Nullable String reason(MillraceException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ChangedClass) {
                return cause.getMessage();
            }
        }
        return failure.getMessage();
    }

    private static MillraceException refuse(String path, String reason) {
        return new MillraceException(ErrorCode.FILE, "objectFile: cannot read " + path + ": " + reason);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
