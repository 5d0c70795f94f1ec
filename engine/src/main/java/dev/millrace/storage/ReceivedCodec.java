package dev.millrace.storage;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.RecordChunk;
import dev.millrace.serializer.ObjectCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Received records as they are written into a checkpoint, where a later version of the program may read them: without Java
 * serialization, and with the shape of each class beside its name. docs/reference/checkpoint-format.md has the bytes. Not
 * thread-safe.
 */
public final class ReceivedCodec {
    private static final byte VERSION = 1;

    private final ObjectCodec codec;

    /** A codec that finds user classes through {@code loader}. */
    public ReceivedCodec(ClassLoader loader) {
        codec = ObjectCodec.durable(loader);
    }

    /**
     * The records as bytes.
     *
     * @throws MillraceException NOT_SERIALIZABLE when a class can only be written by Java serialization
     */
    public byte[] toBytes(RecordChunk chunk) {
        @Nullable Object[] records = chunk.records();
        byte[] content =
                codec.toBytes(records.length == chunk.count() ? records : Arrays.copyOf(records, chunk.count()));
        return ByteBuffer.allocate(1 + content.length).put(VERSION).put(content).array();
    }

    /**
     * The records that were written.
     *
     * @throws MillraceException CHECKPOINT when they are of a newer format, or a class has changed
     */
    public RecordChunk fromBytes(byte[] bytes) {
        if (bytes[0] > VERSION) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT,
                    "received records in the checkpoint have format " + bytes[0]
                            + ", and this version of Millrace reads formats up to " + VERSION
                            + ": go on with the newer version");
        }
        @Nullable
        Object[] records = (@Nullable Object[])
                Objects.requireNonNull(codec.fromBytes(Arrays.copyOfRange(bytes, 1, bytes.length)));
        return new RecordChunk(records, records.length);
    }
}
