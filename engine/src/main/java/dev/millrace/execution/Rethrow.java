package dev.millrace.execution;

/** Carries a checked exception of user code through a method that may not declare it. */
public final class Rethrow {
    private Rethrow() {}

    /** Throws {@code exception} as it is; never returns, so that callers can write {@code throw unchecked(e)}. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <E extends Throwable> RuntimeException unchecked(Throwable exception) throws E {
        throw (E) exception;
    }
}
