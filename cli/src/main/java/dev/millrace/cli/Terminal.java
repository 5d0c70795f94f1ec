package dev.millrace.cli;

import dev.millrace.runtime.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What standard error is connected to. Thread-safe. */
final class Terminal {
    private static final int DEFAULT_COLUMNS = 80;

    private final boolean live;
    private final boolean colour;
    private volatile int columns;

    private Terminal(boolean live, boolean colour, int columns) {
        this.live = live;
        this.colour = colour;
        this.columns = columns;
    }

    /** Asks the system, and follows changes of the window's size. */
    static Terminal detect(Map<String, String> variables) {
        String size = "dumb".equals(variables.get("TERM")) || !variables.containsKey("TERM") ? "" : measure();
        if (size.isEmpty()) {
            return new Terminal(false, false, DEFAULT_COLUMNS);
        }
        String noColour = variables.getOrDefault("NO_COLOR", "");
        Terminal terminal = new Terminal(true, noColour.isEmpty(), columns(size));
        Signals.handle("WINCH", () -> terminal.columns = columns(measure()));
        return terminal;
    }

    /** Whether a status line can be drawn. */
    boolean isLive() {
        return live;
    }

    boolean hasColour() {
        return colour;
    }

    int columns() {
        return columns;
    }

    /** Rows and columns of the terminal behind standard error; empty when it is none. */
    private static String measure() {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", "test -t 2 && { stty size <&2 || echo 0 0; }")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static int columns(String size) {
        int columns = size.matches("\\d{1,5} \\d{1,5}") ? Integer.parseInt(size.substring(size.indexOf(' ') + 1)) : 0;
        return columns > 0 ? columns : DEFAULT_COLUMNS;
    }
}
