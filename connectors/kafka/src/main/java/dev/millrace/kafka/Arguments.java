package dev.millrace.kafka;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;

/** Checks of what a program gives to this connector. */
final class Arguments {
    private Arguments() {}

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new MillraceException(ErrorCode.ARGUMENT, message);
        }
    }
}
