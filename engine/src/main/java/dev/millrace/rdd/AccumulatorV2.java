package dev.millrace.rdd;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A value that tasks add to and the driver reads. Each task has a part of its own, which is merged into the driver's when
 * the task has succeeded: in one job once for each partition, however often its task was tried or had to be run again
 * because an executor was lost. (An executor that is lost after a task has sent its records on, but before it has reported,
 * takes what that task added along, where nothing else has to run again.) A later job that computes the same partition
 * anew counts it anew. Made by {@link MillraceContext}, and known to the jobs of that context only.
 *
 * @param <IN> what is added
 * @param <OUT> what is read
 */
public abstract class AccumulatorV2<IN, OUT> implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicLong IDS = new AtomicLong();

    private final long id;

    protected AccumulatorV2() {
        this.id = IDS.getAndIncrement();
    }

    public final long id() {
        return id;
    }

    /** Adds to this task's part, or to the driver's value outside a task. */
    @SuppressWarnings("unchecked")
    public final void add(IN value) {
        TaskContext task = TaskContext.get();
        AccumulatorV2<IN, OUT> part = task == null ? this : task.part(this);
        synchronized (part) {
            part.addHere(value);
        }
    }

    /** Adds the part of a task to the driver's value. */
    @SuppressWarnings("unchecked")
    public final synchronized void merge(AccumulatorV2<?, ?> part) {
        mergeHere((AccumulatorV2<IN, OUT>) part);
    }

    /** An accumulator of the same kind without content. */
    public abstract AccumulatorV2<IN, OUT> emptyCopy();

    protected abstract void addHere(IN value);

    protected abstract void mergeHere(AccumulatorV2<IN, OUT> other);

    /** The value so far; on the driver, what all finished tasks added. */
    public abstract OUT value();
}
