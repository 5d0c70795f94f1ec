package dev.millrace.error;

import org.jspecify.annotations.Nullable;

/**
 * An error with a stable {@link ErrorCode}, meant to be read by a user: the message says what was wrong, where, what was
 * expected and what to do. The cause, if any, is the exception of the user's code or of the system below.
 */
public class MillraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public MillraceException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public MillraceException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message stays free of the code, for callers that embed it
    public String toString() {
        return "error[" + code.code() + "]: " + getMessage();
    }
}
