package dev.millrace.simulation;

/** Ends what a process does at the moment at which it is killed: nothing that it does after that has an effect. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String process) {
        super(process + " was killed", null, false, false);
    }
}
