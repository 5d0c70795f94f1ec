package dev.millrace.receiver;

/** Carries the stack trace of a receiver's exception from its executor to the driver, as text. */
final class ReceiverFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    ReceiverFailedException(String stackTrace) {
        super(stackTrace);
    }
}
