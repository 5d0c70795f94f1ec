package dev.millrace.e2e.ledger;

import java.time.Instant;
import java.util.List;

/**
 * When a process began its first task: a line {@code host milliseconds}.
 *
 * @param host name of its host, which is that of its pod
 */
public record FirstTask(String host, Instant at) {

    String line() {
        return "%s %d%n".formatted(host, at.toEpochMilli());
    }

    /** Reads what processes have written; the last line may be incomplete. */
    public static List<FirstTask> parse(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split(" ", -1))
                .map(fields -> new FirstTask(fields[0], Instant.ofEpochMilli(Long.parseLong(fields[1]))))
                .toList();
    }
}
