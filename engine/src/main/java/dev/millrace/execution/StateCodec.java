package dev.millrace.execution;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.serializer.ChangedClass;
import dev.millrace.serializer.ObjectCodec;
import dev.millrace.state.StateTable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of state as they are written into a checkpoint, where a later version of the program may read them: without
 * Java serialization, and with the shape of each class beside its name. docs/reference/checkpoint-format.md has the bytes.
 * Not thread-safe.
 */
public final class StateCodec {
    /** Number of key groups of every operator; it never changes. */
    public static final int GROUPS = 128;

    private static final byte VERSION = 1;
    private static final int HEADER = 5;

    private final ObjectCodec codec;

    /** A codec that finds user classes through {@code loader}. */
    public StateCodec(ClassLoader loader) {
        codec = ObjectCodec.durable(loader);
    }

    /** The key group of a key with this hash. */
    public static int group(int hash) {
        return hash & (GROUPS - 1);
    }

    /**
     * Writes one piece; pieces may follow each other without anything between them.
     *
     * @param values of the keys, at the same places
     * @param removed keys that are there no more
     * @throws MillraceException NOT_SERIALIZABLE when a class can only be written by Java serialization
     */
    public byte[] write(@Nullable Object[] keys, @Nullable Object[] values, @Nullable Object[] removed) {
        byte[] content = codec.toBytes(new Object[] {keys, values, removed});
        return ByteBuffer.allocate(HEADER + content.length)
                .putInt(content.length + 1)
                .put(VERSION)
                .put(content)
                .array();
    }

    /** As {@link #read(byte[], StateTable, KeyPartitioner, int)}, with all keys. */
    public void read(byte[] pieces, StateTable table) {
        read(pieces, table, null, 0);
    }

    /**
     * Applies pieces to a table, as far as they are of one partition.
     *
     * @param partitioner null for all keys
     *
     * @throws MillraceException CHECKPOINT when they are of a newer format, or a class has changed
     */
    public void read(byte[] pieces, StateTable table, @Nullable KeyPartitioner partitioner, int partition) {
        ByteBuffer bytes = ByteBuffer.wrap(pieces);
        while (bytes.hasRemaining()) {
            byte[] content = new byte[bytes.getInt() - 1];
            byte version = bytes.get();
            if (version > VERSION) {
                throw new MillraceException(
                        ErrorCode.CHECKPOINT,
                        "state in the checkpoint has format " + version
                                + ", and this version of Millrace reads formats up" + " to " + VERSION
                                + ": go on with the newer version");
            }
            bytes.get(content);
            apply(decode(content), table, partitioner, partition);
        }
    }

    private Object[] decode(byte[] content) {
        try {
            return (Object[]) java.util.Objects.requireNonNull(codec.fromBytes(content));
        } catch (MillraceException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ChangedClass changed) {
                    throw new MillraceException(
                            ErrorCode.CHECKPOINT,
                            "state in the checkpoint: " + changed.getMessage()
                                    + ". Give it back its old shape, or name the operator anew with uid(\"...\") and drop"
                                    + " the old state with millrace.streaming.checkpoint.allowDroppedState=true",
                            e);
                }
            }
            throw e;
        }
    }

    private static void apply(Object[] piece, StateTable table, @Nullable KeyPartitioner partitioner, int partition) {
        @Nullable Object[] keys = (@Nullable Object[]) piece[0];
        @Nullable Object[] values = (@Nullable Object[]) piece[1];
        table.reserve(keys.length);
        for (int i = 0; i < keys.length; i++) {
            int hash = KeyHash.of(keys[i]);
            if (partitioner == null || partitioner.partition(keys[i], hash) == partition) {
                table.put(hash, keys[i], values[i]);
            }
        }
        for (@Nullable Object key : (@Nullable Object[]) piece[2]) {
            table.remove(KeyHash.of(key), key);
        }
    }
}
