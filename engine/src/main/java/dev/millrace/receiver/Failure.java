package dev.millrace.receiver;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * An error of a receiver as text, since the driver may not know the exception's class.
 *
 * @param message what the receiver said
 * @param error the exception in one line, empty when there was none
 * @param stackTrace the exception with its causes, empty when there was none
 * @param code the code of a {@link MillraceException}, null for any other
 */
record Failure(
        String message,
        String error,
        String stackTrace,
        @Nullable ErrorCode code) implements Serializable {
    static Failure of(String message, @Nullable Throwable error) {
        if (error == null) {
            return new Failure(message, "", "", null);
        }
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        boolean ours = error instanceof MillraceException;
        return new Failure(
                message,
                ours ? String.valueOf(error.getMessage()) : error.toString(),
                trace.toString(),
                ours ? ((MillraceException) error).code() : null);
    }

    /** Whether there was an exception. */
    boolean isError() {
        return !error.isEmpty();
    }

    /** Message and error in one line. */
    String line() {
        return isError() ? message + ": " + error : message;
    }
}
