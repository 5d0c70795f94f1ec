package dev.millrace.e2e.cluster;

/** There is no cluster here, and none can be started; the message says what is missing. */
public final class NoClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean failure;

    NoClusterException(String reason, boolean failure) {
        super(reason);
        this.failure = failure;
    }

    /** Whether there should be one: tests must fail then, not be skipped. */
    boolean isFailure() {
        return failure;
    }
}
