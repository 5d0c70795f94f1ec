package dev.millrace.batch;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import org.jspecify.annotations.Nullable;

/** Makes errors of a batch readable: which batch, which output, and that it was the program's code that failed. */
final class BatchFailure {
    private BatchFailure() {}

    static MillraceException ofInputs(long batchTime, Throwable cause) {
        return of("batch " + batchTime + " ms: an input could not tell what belongs to it", ErrorCode.SOURCE, cause);
    }

    static MillraceException ofGeneration(long batchTime, Throwable cause) {
        return of(
                "batch " + batchTime + " ms: a function of the program, such as one given to transform, failed on the"
                        + " driver",
                ErrorCode.DRIVER_FUNCTION,
                cause);
    }

    static MillraceException ofOutput(long batchTime, OutputJob output, Throwable cause) {
        return of(
                "batch " + batchTime + " ms, output " + output.id() + " (" + output.description()
                        + "): a function of the program failed on the driver",
                ErrorCode.DRIVER_FUNCTION,
                cause);
    }

    static MillraceException ofCommit(long batchTime, Throwable cause) {
        return of(
                "batch " + batchTime + " ms: its outputs are complete, but could not be committed",
                ErrorCode.FILE,
                cause);
    }

    static MillraceException ofStop(Throwable cause) {
        return of("an input could not be stopped", ErrorCode.SOURCE, cause);
    }

    /**
     * Errors of the engine say themselves what was wrong. But that a context is in a wrong state is what a program is told when it is stopped
     * from outside; when a batch ends with that, it must not look like an end that was asked for.
     */
    private static MillraceException of(String where, ErrorCode code, Throwable cause) {
        if (cause instanceof MillraceException known && known.code() != ErrorCode.STATE) {
            return known;
        }
        return new MillraceException(code, where + ": " + describe(cause), cause);
    }

    private static String describe(Throwable cause) {
        @Nullable String message = cause.getMessage();
        if (cause instanceof MillraceException && message != null) {
            return message;
        }
        return message == null ? cause.getClass().getName() : cause.getClass().getName() + ": " + message;
    }
}
