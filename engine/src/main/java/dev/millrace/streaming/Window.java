package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.List;

/**
 * The batches that a window takes in, and how they change from one window to the next.
 *
 * <pre>
 *   length 4, slide 2, one column a batch; window at time t:
 *
 *                            t-2       t
 *     |         previous      |
 *     [ leaving |         kept|         ]
 *               [         kept| entering]
 *               |          window       |
 * </pre>
 */
record Window(Duration length, Duration slide) {
    /**
     * A window over the data sets of {@code parent}.
     *
     * @throws MillraceException when length or slide is no multiple of the time between those data sets
     */
    static Window of(String operation, DStream<?> parent, Duration length, Duration slide) {
        require(operation, "window duration", length, parent);
        require(operation, "slide duration", slide, parent);
        return new Window(length, slide);
    }

    private static void require(String operation, String what, Duration found, DStream<?> parent) {
        Duration step = parent.slideDuration();
        if (found.milliseconds() < 1 || !found.isMultipleOf(step)) {
            long below = Math.max(1, found.milliseconds() / step.milliseconds());
            throw new MillraceException(
                    ErrorCode.GRAPH,
                    CallSite.of(operation) + ": expected a " + what + " that is a multiple of " + step.prettyPrint()
                            + ", the time between the data sets of " + parent + ", found " + found.prettyPrint()
                            + "; the next ones are "
                            + new Duration(step.milliseconds() * below).prettyPrint() + " and "
                            + new Duration(step.milliseconds() * (below + 1)).prettyPrint());
        }
    }

    /** Times of the batches in (from, to] that are after {@code zero}. */
    static List<Time> batches(Time from, Time to, Duration step, Time zero) {
        return from.max(zero).plus(step).to(to, step);
    }

    /** The batches of the window at {@code time}. */
    List<Time> all(Time time, Duration step, Time zero) {
        return batches(time.minus(length), time, step, zero);
    }

    /** Those of them that the window before did not have. */
    List<Time> entering(Time time, Duration step, Time zero) {
        return batches(time.minus(slide), time, step, zero);
    }

    /** The batches of the window before that this one does not have. */
    List<Time> leaving(Time time, Duration step, Time zero) {
        return batches(time.minus(length).minus(slide), time.minus(length), step, zero);
    }

    /** Windows that come after {@code batch} have the batches after this time, and none before. */
    Time neededAfter(Time batch, Time zero) {
        return batch.floor(slide, zero).plus(slide).minus(length);
    }

    /** Whether a window has batches in common with the one before. */
    boolean overlaps() {
        return slide.less(length);
    }
}
