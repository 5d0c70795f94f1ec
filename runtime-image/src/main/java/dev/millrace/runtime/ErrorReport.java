package dev.millrace.runtime;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Prints a failure the way users see it: {@code error[CODE]: message}, then causes; stack traces only when asked for. */
public final class ErrorReport {
    private final PrintStream out;
    private final boolean stackTraces;

    public ErrorReport(PrintStream out, boolean stackTraces) {
        this.out = out;
        this.stackTraces = stackTraces;
    }

    /** Prints {@code failure}; one that is not Millrace's own was thrown by the program. */
    public void print(Throwable failure) {
        MillraceException error = failure instanceof MillraceException known
                ? known
                : new MillraceException(ErrorCode.PROGRAM_FAILED, "the program failed: " + describe(failure), failure);
        StringBuilder text = new StringBuilder(error.toString()).append('\n');
        if (stackTraces) {
            text.append(StackTraces.of(failure));
        } else {
            causes(error, text);
        }
        out.print(text);
        out.flush();
    }

    /** Each cause in one line with the place in the user's code, unless the message has named it already. */
    private static void causes(MillraceException error, StringBuilder text) {
        String message = Objects.toString(error.getMessage(), "");
        int depth = 0;
        for (Throwable cause = error.getCause(); cause != null && depth < 5; cause = cause.getCause(), depth++) {
            Optional<StackTraceElement> place = place(cause);
            boolean named = message.contains(
                    cause.getMessage() == null ? cause.getClass().getName() : essence(cause.getMessage()));
            if (!named) {
                text.append("  caused by: ").append(describe(cause)).append('\n');
            }
            place.ifPresent(frame -> text.append("  at ").append(frame).append('\n'));
        }
    }

    /** The topmost frame in the user's jar. */
    private static Optional<StackTraceElement> place(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .filter(frame -> UserClassLoader.NAME.equals(frame.getClassLoaderName()))
                .findFirst();
    }

    /** The first line: some messages bring a stack trace along. */
    private static String describe(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    /** The first line of a message, without the code that another error of Millrace puts before it. */
    private static String essence(String message) {
        return message.lines().findFirst().orElse("").replaceFirst("^error\\[[^]]*]: ", "");
    }
}
