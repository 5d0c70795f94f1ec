package dev.millrace.simulation;

/** What can go wrong. */
public enum Fault {
    /** The driver's process is killed, at any message, file operation or moment between. */
    DRIVER_CRASH,
    /** An executor's process is killed. */
    EXECUTOR_CRASH,
    /** A driver starts while another one is at work: the launcher takes that one for dead. */
    SECOND_DRIVER,
    /** A process stands still for a while and goes on, as after SIGSTOP and SIGCONT. */
    PAUSE,
    /** A crash leaves a part of a write behind, or zeros. */
    TORN_WRITE,
    /** A write ends in the middle because the disk is full; it has room again later. */
    DISK_FULL,
    /** A file operation takes long. */
    SLOW_DISK,
    /** The storage cannot be reached for a while. */
    STORAGE_CUT_OFF,
    /** The clock of a process goes wrong at its start, or jumps ahead while it runs. */
    CLOCK_JUMP,
    /** Messages take long; those of other connections overtake them. */
    LATE_MESSAGE,
    /** A connection breaks, and what was on its way is lost. */
    LOST_CONNECTION,
    /** Driver and executors do not hear each other for a while, then go on, or have given each other up. */
    PARTITION,
    /** A message arrives twice. */
    DOUBLED_MESSAGE,
    /** A task fails in the middle of the user's function. */
    TASK_FAILURE,
    /** The number of executors is changed. No fault, but it happens at any time, too. */
    SCALING
}
