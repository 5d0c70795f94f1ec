package dev.millrace.receiver;

import dev.millrace.execution.RecordChunk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Records that become a block together, up to a size in bytes. Not thread-safe. */
final class RecordBuffer {
    /** Records between two looks at the size. */
    private static final int LOOK = 1024;

    private final long maxBytes;
    private @Nullable Object[] records = new @Nullable Object[16];
    private int size;
    private int nextLook = 1;
    private boolean full;

    /** @param maxBytes estimated size on the heap from which on the buffer is full */
    RecordBuffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Appends a record; also when the buffer is full, since it is the caller who seals it. */
    void add(Object record) {
        if (size == records.length) {
            records = Arrays.copyOf(records, size * 2);
        }
        records[size++] = record;
        if (size == nextLook) {
            full = chunk().estimatedBytes() >= maxBytes;
            nextLook = size + Math.min(size, LOOK);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return full;
    }

    /** The records up to now; the buffer must not be used any more when they are given away. */
    RecordChunk chunk() {
        return new RecordChunk(records, size);
    }
}
