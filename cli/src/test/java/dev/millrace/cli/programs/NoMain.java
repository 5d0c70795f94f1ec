package dev.millrace.cli.programs;

/** Has no main method. */
public final class NoMain {
    private NoMain() {}
}
