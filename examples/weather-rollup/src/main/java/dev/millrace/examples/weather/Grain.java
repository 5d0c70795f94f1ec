package dev.millrace.examples.weather;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long the times are that a table has a row for. Days are those of UTC. */
enum Grain {
    HOUR("hourly", ChronoUnit.HOURS),
    DAY("daily", ChronoUnit.DAYS);

    private final String table;
    private final ChronoUnit unit;

    Grain(String table, ChronoUnit unit) {
        this.table = table;
        this.unit = unit;
    }

    String table() {
        return table;
    }

    Instant start(Instant time) {
        return time.truncatedTo(unit);
    }
}
