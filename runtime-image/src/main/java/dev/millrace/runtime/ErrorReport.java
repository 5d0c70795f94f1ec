package dev.millrace.runtime;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints a failure the way users see it: {@code error[CODE]: message}, then causes; stack traces only when asked for. */
public final class ErrorReport {
    /** Variable with the path of a file that takes what ends this process, for who looks at it from outside. */
    static final String LAST_WORDS = "MILLRACE_LAST_WORDS";

    /** What Kubernetes reads of such a file. */
    private static final int LAST_WORDS_LIMIT = 4096;

    private final PrintStream out;
    private final boolean stackTraces;
    private final @Nullable Path lastWords;

    public ErrorReport(PrintStream out, boolean stackTraces) {
        this(out, stackTraces, null);
    }

    ErrorReport(PrintStream out, boolean stackTraces, @Nullable Path lastWords) {
        this.out = out;
        this.stackTraces = stackTraces;
        this.lastWords = lastWords;
    }

    /** For errors that end this process: to standard error, and to the file that the environment names. */
    static ErrorReport ofProcess(PrintStream err, boolean stackTraces) {
        String file = System.getenv(LAST_WORDS);
        return new ErrorReport(err, stackTraces, file == null || file.isBlank() ? null : Path.of(file));
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
        if (lastWords != null) {
            write(lastWords, text.toString());
        }
    }

    private void write(Path file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(file, Arrays.copyOf(bytes, Math.min(bytes.length, LAST_WORDS_LIMIT)));
        } catch (IOException e) {
            out.println(LAST_WORDS + ": cannot write " + file + ": " + e);
        }
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
