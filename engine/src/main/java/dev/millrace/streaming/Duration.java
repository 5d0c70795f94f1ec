package dev.millrace.streaming;

import dev.millrace.conf.Quantities;
import java.io.Serializable;

/** A length of time of a stream, in whole milliseconds; {@link Durations} makes them from other units. Immutable. */
public record Duration(long milliseconds) implements Comparable<Duration>, Serializable {
    public Duration plus(Duration other) {
        return new Duration(milliseconds + other.milliseconds);
    }

    public Duration minus(Duration other) {
        return new Duration(milliseconds - other.milliseconds);
    }

    public Duration times(int factor) {
        return new Duration(milliseconds * factor);
    }

    /** How many times {@code other} fits into this. */
    public double div(Duration other) {
        return (double) milliseconds / other.milliseconds;
    }

    public boolean less(Duration other) {
        return milliseconds < other.milliseconds;
    }

    public boolean lessEq(Duration other) {
        return milliseconds <= other.milliseconds;
    }

    public boolean greater(Duration other) {
        return milliseconds > other.milliseconds;
    }

    public boolean greaterEq(Duration other) {
        return milliseconds >= other.milliseconds;
    }

    public boolean isMultipleOf(Duration other) {
        return milliseconds % other.milliseconds == 0;
    }

    public boolean isZero() {
        return milliseconds == 0;
    }

    public Duration min(Duration other) {
        return less(other) ? this : other;
    }

    public Duration max(Duration other) {
        return greater(other) ? this : other;
    }

    @Override
    public int compareTo(Duration other) {
        return Long.compare(milliseconds, other.milliseconds);
    }

    /** For people: {@code 10ms}, {@code 2s}. */
    public String prettyPrint() {
        String length = Quantities.format(java.time.Duration.ofMillis(Math.abs(milliseconds)));
        return milliseconds < 0 ? "-" + length : length;
    }

    @Override
    public String toString() {
        return milliseconds + " ms";
    }
}
