package dev.millrace.scheduler;

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

    /** The copy of a worker; only to be asked by that worker. */
    StagePlan copy(int worker) {
        StagePlan plan = copies.get(worker);
        if (plan == null) {
            plan = (StagePlan) JavaSerialization.deserialize(bytes, loader);
            copies.set(worker, plan);
        }
        return plan;
    }
}
