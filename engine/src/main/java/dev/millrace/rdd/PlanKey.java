package dev.millrace.rdd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the plan of a stage depends on: the kinds of its operations, the identity of the user's functions, partitioners.
 * Stages with equal keys differ only in the data that they read, so the plan that was shipped for one serves all. Since
 * functions count by identity, a lambda that captures a new value in each batch makes a new plan in each batch.
 */
public final class PlanKey {
    private record Same(@Nullable Object object) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Same that && that.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    private final List<@Nullable Object> parts = new ArrayList<>();

    /** Adds something that counts by identity. */
    public PlanKey same(@Nullable Object object) {
        parts.add(new Same(object));
        return this;
    }

    /** Adds a function: one of a program by identity, one of the engine's own by what it wraps. */
    PlanKey function(@Nullable Object function) {
        if (function instanceof DerivedFunction derived) {
            derived.key(this);
            return this;
        }
        return same(function);
    }

    /** Adds something that counts by {@code equals}. */
    public PlanKey value(@Nullable Object object) {
        parts.add(object);
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlanKey that && that.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
