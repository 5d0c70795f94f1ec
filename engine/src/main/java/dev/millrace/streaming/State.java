package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one key while a function given to {@link StateSpec} looks at it. Only to be used within that call. A state is not
 * changed in place: {@link #update} takes another one.
 *
 * @param <S> the state; never null
 */
public final class State<S> {
    private @Nullable S value;
    private boolean updated;
    private boolean removed;
    private boolean timingOut;

    State() {}

    void begin(@Nullable S current, boolean isTimingOut) {
        value = current;
        updated = false;
        removed = false;
        timingOut = isTimingOut;
    }

    /** Whether the key has a state. */
    public boolean exists() {
        return value != null;
    }

    /**
     * The state.
     *
     * @throws MillraceException when there is none
     */
    public S get() {
        S current = value;
        if (current == null) {
            throw new MillraceException(ErrorCode.STATE, "State.get: the key has no state; ask exists() first");
        }
        return current;
    }

    public Optional<S> getOption() {
        return Optional.ofNullable(value);
    }

    /**
     * Gives the key this state from now on.
     *
     * @throws MillraceException when it is timing out, or was removed in this call
     */
    public void update(S newState) {
        requireLasting("update");
        value = Objects.requireNonNull(newState, "State.update: expected a state, found null; use remove()");
        updated = true;
    }

    /**
     * Takes the key's state away.
     *
     * @throws MillraceException when it is timing out, or was removed in this call
     */
    public void remove() {
        requireLasting("remove");
        value = null;
        removed = true;
    }

    /** Whether this is the last look at the state, because nothing has come for its key for so long. */
    public boolean isTimingOut() {
        return timingOut;
    }

    boolean isUpdated() {
        return updated;
    }

    boolean isRemoved() {
        return removed;
    }

    private void requireLasting(String what) {
        if (timingOut || removed) {
            throw new MillraceException(
                    ErrorCode.STATE,
                    "State." + what + ": the state " + (timingOut ? "is timing out" : "was removed") + ", and goes");
        }
    }

    @Override
    public String toString() {
        return value == null ? "State()" : "State(" + value + ")";
    }
}
