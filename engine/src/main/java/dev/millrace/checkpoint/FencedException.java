package dev.millrace.checkpoint;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;

/** A newer driver has taken over the checkpoint: this one writes no more, and must end. */
public final class FencedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    FencedException(String location, long epoch, long newerEpoch, String newer) {
        super(
                ErrorCode.FENCED,
                "checkpoint " + location + ": this driver has epoch " + epoch + ", and a newer one has taken over with"
                        + " epoch " + newerEpoch + " (" + newer + "); this one commits nothing more and ends");
    }
}
