package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Rethrow;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A read-only value that is sent to each executor once rather than with each task. Made by
 * {@link MillraceContext#broadcast}; executors fetch it when a task first asks. Thread-safe.
 */
public final class Broadcast<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Ids are those of the JVM, so that one of another context is unknown rather than mistaken for an own one. */
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.getAndIncrement();
    private transient volatile @Nullable T value;
    private transient volatile boolean here;

    Broadcast(T value) {
        this.value = value;
        this.here = true;
    }

    public long id() {
        return id;
    }

    /**
     * The value.
     *
     * @throws MillraceException on the driver after {@link MillraceContext#destroy}, or outside a task elsewhere
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // null only where the user broadcast null
    public T value() {
        if (!here) {
            TaskContext task = TaskContext.get();
            if (task == null) {
                throw new MillraceException(
                        ErrorCode.STATE, "broadcast " + id + " is destroyed, or read outside a task of its job");
            }
            try {
                value = (T) task.services().broadcast(id);
            } catch (Exception e) {
                throw Rethrow.unchecked(e);
            }
            here = true;
        }
        return value;
    }

    /** Same as {@link #value()}. */
    public T getValue() {
        return value();
    }

    void forget() {
        here = false;
        value = null;
    }
}
