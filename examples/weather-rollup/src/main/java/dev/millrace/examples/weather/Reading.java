package dev.millrace.examples.weather;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A temperature that a station has measured.
 *
 * @param time at which it was measured, whenever it arrives
 * @param tenths of a degree Celsius: whole numbers have the same sum in whatever order
 */
record Reading(String station, Instant time, int tenths) implements Serializable {
    /**
     * Reads a line {@code STATION,TIME,DEGREES}, such as {@code harbour,2026-11-29T07:00:00Z,4.5}.
     *
     * @throws IllegalArgumentException when it is no such line
     */
    static Reading parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("expected STATION,TIME,DEGREES, found \"" + line + "\"");
        }
        int tenths = new BigDecimal(fields[2]).movePointRight(1).intValueExact();
        return new Reading(fields[0], Instant.parse(fields[1]), tenths);
    }

    String toLine() {
        return station + "," + time + "," + BigDecimal.valueOf(tenths, 1);
    }
}
