package dev.millrace.system.programs;

/** Has no main method. */
public final class NoMain {
    private NoMain() {}
}
