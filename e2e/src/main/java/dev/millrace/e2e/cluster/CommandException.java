package dev.millrace.e2e.cluster;

/** A program outside could not be run, took too long, or failed; the message has what it printed. */
public final class CommandException extends RuntimeException {

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
