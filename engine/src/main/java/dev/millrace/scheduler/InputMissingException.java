package dev.millrace.scheduler;

/** What a task reads from a shuffle is not at this executor; the driver plans the job again. */
final class InputMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputMissingException(String message) {
        super(message);
    }
}
