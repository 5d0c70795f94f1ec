package dev.millrace.operator.check;

/** An installation is not as it should be; the message is for whoever installs it, and says what to do. */
final class CheckFailure extends Exception {
    CheckFailure(String message) {
        super(message);
    }

    CheckFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
