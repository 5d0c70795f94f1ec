package dev.millrace.streaming;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** An instant of a stream, in milliseconds since the epoch. A batch is named by the instant at which it ends. Immutable. */
public record Time(long milliseconds) implements Comparable<Time>, Serializable {
    public Time plus(Duration duration) {
        return new Time(milliseconds + duration.milliseconds());
    }

    public Time minus(Duration duration) {
        return new Time(milliseconds - duration.milliseconds());
    }

    /** How long after {@code other} this is. */
    public Duration minus(Time other) {
        return new Duration(milliseconds - other.milliseconds);
    }

    public boolean less(Time other) {
        return milliseconds < other.milliseconds;
    }

    public boolean lessEq(Time other) {
        return milliseconds <= other.milliseconds;
    }

    public boolean greater(Time other) {
        return milliseconds > other.milliseconds;
    }

    public boolean greaterEq(Time other) {
        return milliseconds >= other.milliseconds;
    }

    /** The last multiple of {@code duration} since the epoch that is not after this. */
    public Time floor(Duration duration) {
        return floor(duration, new Time(0));
    }

    /** The last of {@code zeroTime}, {@code zeroTime + duration}, … that is not after this. */
    public Time floor(Duration duration, Time zeroTime) {
        long step = duration.milliseconds();
        return new Time(Math.floorDiv(milliseconds - zeroTime.milliseconds, step) * step + zeroTime.milliseconds);
    }

    /** Whether this is a multiple of {@code duration} since the epoch. */
    public boolean isMultipleOf(Duration duration) {
        return milliseconds % duration.milliseconds() == 0;
    }

    public Time min(Time other) {
        return less(other) ? this : other;
    }

    public Time max(Time other) {
        return greater(other) ? this : other;
    }

    /** This, this + interval, …, as far as they are before {@code end}. */
    public List<Time> until(Time end, Duration interval) {
        List<Time> times = new ArrayList<>();
        for (Time time = this; time.less(end); time = time.plus(interval)) {
            times.add(time);
        }
        return times;
    }

    /** This, this + interval, …, as far as they are not after {@code end}. */
    public List<Time> to(Time end, Duration interval) {
        return until(new Time(end.milliseconds + 1), interval);
    }

    @Override
    public int compareTo(Time other) {
        return Long.compare(milliseconds, other.milliseconds);
    }

    @Override
    public String toString() {
        return milliseconds + " ms";
    }
}
