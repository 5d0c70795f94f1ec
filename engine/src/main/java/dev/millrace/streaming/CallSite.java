package dev.millrace.streaming;

import java.lang.StackWalker.StackFrame;
import java.util.Objects;

/** Finds the line of the program that called the engine, for names and messages. */
final class CallSite {
    private CallSite() {}

    /** {@code operation at File.java:12}, or the operation alone when no code but the engine's is on the stack. */
    static String of(String operation) {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> !isEngine(frame.getDeclaringClass()))
                        .findFirst())
                .map(frame -> operation + " at " + line(frame))
                .orElse(operation);
    }

    private static String line(StackFrame frame) {
        return frame.getFileName() + ":" + frame.getLineNumber();
    }

    /** Programs may be in a package below the engine's too, such as the examples are: those come from another jar. */
    private static boolean isEngine(Class<?> type) {
        return type.getName().startsWith("dev.millrace.")
                && Objects.equals(
                        type.getProtectionDomain().getCodeSource(),
                        CallSite.class.getProtectionDomain().getCodeSource());
    }
}
