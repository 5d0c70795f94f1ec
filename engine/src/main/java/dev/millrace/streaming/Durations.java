package dev.millrace.streaming;

import java.util.concurrent.TimeUnit;

/** Makes {@link Duration}s. */
public final class Durations {
    private Durations() {}

    public static Duration milliseconds(long milliseconds) {
        return new Duration(milliseconds);
    }

    public static Duration seconds(long seconds) {
        return new Duration(TimeUnit.SECONDS.toMillis(seconds));
    }

    public static Duration minutes(long minutes) {
        return new Duration(TimeUnit.MINUTES.toMillis(minutes));
    }
}
