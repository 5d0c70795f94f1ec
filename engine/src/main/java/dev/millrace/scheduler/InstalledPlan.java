package dev.millrace.scheduler;

import dev.millrace.error.MillraceException;
import dev.millrace.serializer.JavaSerialization;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A plan at an executor: one copy for each worker thread, so that the user's functions and what they refer to are used by
 * one thread only. Thread-safe.
 */
final class InstalledPlan {
    private final byte[] bytes;
    private final ClassLoader loader;
    private final AtomicReferenceArray<StagePlan> copies;

    InstalledPlan(byte[] bytes, ClassLoader loader, int workers) {
        this.bytes = bytes;
        this.loader = loader;
        this.copies = new AtomicReferenceArray<>(workers);
    }

    /**
     * The copy of a worker; only to be asked by that worker, or before it has tasks.
     *
     * @throws MillraceException when it cannot be read
     */
    StagePlan copy(int worker) {
        StagePlan plan = copies.get(worker);
        if (plan == null) {
            plan = read();
            copies.set(worker, plan);
        }
        return plan;
    }

    private StagePlan read() {
        try {
            return (StagePlan) JavaSerialization.deserialize(bytes, loader);
        } catch (MillraceException e) {
            throw new MillraceException(
                    e.code(), "the executor cannot read the functions of the stage. " + e.getMessage(), e);
        }
    }
}
