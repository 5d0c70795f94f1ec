package dev.millrace.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A case that gave no figures. */
final class FailedRun extends Exception {
    private static final int WRONG_RESULT = 3;
    private static final int SHOWN_LINES = 12;

    private final boolean wrongResult;

    FailedRun(Case failed, int code, Path log) throws IOException {
        super(failed.workload().id() + " with " + failed.title() + " " + reason(code) + "; the end of " + log + ":\n"
                + end(log));
        wrongResult = code == WRONG_RESULT;
    }

    /** Whether the engine worked and its results are not those expected: then no figure of this run is worth anything. */
    boolean isWrongResult() {
        return wrongResult;
    }

    private static String reason(int code) {
        return switch (code) {
            case WRONG_RESULT -> "gave a wrong result";
            case -1 -> "did not end in time";
            default -> "ended with exit code " + code;
        };
    }

    private static String end(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
