package dev.millrace.error;

/** Stable codes of the errors that users see. A code is never reused; {@code docs/errors.md} has one row for each. */
public enum ErrorCode {
    /** A configuration value is unknown, malformed or out of range. */
    CONFIGURATION("MR-1001"),
    /** The manifest of a job cannot be read, or breaks its schema. */
    MANIFEST("MR-1002"),
    /** The program cannot be started: no such jar or class, or a class without a main method. */
    PROGRAM("MR-1003"),
    /** A function or value that must go to another process cannot be serialized, or not be read back there. */
    NOT_SERIALIZABLE("MR-2001"),
    /** The graph of a stream is wrong: a window that is no multiple of the interval, no output, a change after start. */
    GRAPH("MR-2002"),
    /** An operation was called on a context that is stopped, or not started, or in another wrong state. */
    STATE("MR-2003"),
    /** An argument of an API call is out of its range. */
    ARGUMENT("MR-2004"),
    /** A task failed more often than allowed: the user's exception is the cause. */
    TASK_FAILED("MR-3001"),
    /** No executor is connected, or all were lost. */
    NO_EXECUTORS("MR-3002"),
    /** Data that a batch needs is gone: all executors that held a copy were lost. */
    DATA_LOST("MR-3003"),
    /** A source or receiver failed for good. */
    SOURCE("MR-3004"),
    /** A file or directory could not be read or written. */
    FILE("MR-3005"),
    /** A network address is unknown, unreachable or already in use. */
    NETWORK("MR-3006"),
    /** A peer could not prove who it is, or speaks another version of the protocol. */
    AUTHENTICATION("MR-3007"),
    /** The job was cancelled because its context was stopped. */
    CANCELLED("MR-3008"),
    /** The program's main method threw an exception. */
    PROGRAM_FAILED("MR-3009"),
    /** A function of the program that runs on the driver failed: one given to transform or foreachRDD. */
    DRIVER_FUNCTION("MR-3010"),
    /** A checkpoint cannot be used: damaged, of a newer format, or of a program that does not fit it. */
    CHECKPOINT("MR-3011"),
    /** A newer driver of the same job has taken over its checkpoint. */
    FENCED("MR-3012"),
    /** A process of the job could not be started, was killed, or failed more often than allowed. */
    PROCESS("MR-4001");

    private final String code;

    ErrorCode(String code) {
        this.code = code;
    }

    /** The code as printed and documented, such as {@code MR-1001}. */
    public String code() {
        return code;
    }
}
