package dev.millrace.runtime;

/** Exit codes of driver and executor processes. */
public final class ExitCode {
    /** The job finished, or was told to stop and did. */
    public static final int OK = 0;
    /** The job failed: the program or the engine. */
    public static final int FAILED = 1;
    /** The configuration or the program's jar cannot be used; nothing has run. */
    public static final int BAD_INPUT = 2;
    /** An executor was without its driver for longer than allowed. */
    public static final int DRIVER_LOST = 3;

    /** A newer driver of the job has taken over its checkpoint; this one must not be started again. */
    public static final int FENCED = 4;

    private ExitCode() {}
}
