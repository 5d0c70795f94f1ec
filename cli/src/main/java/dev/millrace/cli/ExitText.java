package dev.millrace.cli;

import dev.millrace.runtime.ExitCode;
import java.util.Map;

/** Words how a process ended. */
final class ExitText {
    private static final int FIRST_SIGNAL = 128;
    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV",
            15, "SIGTERM");

    private ExitText() {}

    /** Such as {@code was killed by signal 9 (SIGKILL)} or {@code ended with exit code 1}. */
    static String of(int code) {
        if (isSignal(code)) {
            int signal = code - FIRST_SIGNAL;
            String name = SIGNALS.get(signal);
            return "was killed by signal " + signal + (name == null ? "" : " (" + name + ")");
        }
        if (code == ExitCode.DRIVER_LOST) {
            return "ended with exit code " + code + " (out of memory, or it lost its driver)";
        }
        return "ended with exit code " + code;
    }

    static boolean isSignal(int code) {
        return code > FIRST_SIGNAL && code <= FIRST_SIGNAL + 64;
    }
}
