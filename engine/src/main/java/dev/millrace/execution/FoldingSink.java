package dev.millrace.execution;

import org.jspecify.annotations.Nullable;

/** A sink that folds all records into one value. */
public abstract class FoldingSink<T, A> extends Sink<T> {
    /** Whether a record has been seen, or an initial value was given. */
    public abstract boolean isDefined();

    public abstract @Nullable A value();
}
