package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.serializer.ClosureCheck;
import org.jspecify.annotations.Nullable;

/** Checks of the functions that a program gives to the operations of a stream. */
final class Functions {
    private Functions() {}

    /** For a function that stays on the driver. */
    static void require(String operation, @Nullable Object function) {
        if (function == null) {
            throw new MillraceException(ErrorCode.ARGUMENT, operation + ": expected a function, found null");
        }
    }

    /** For a function that is sent to executors. */
    static void requireSerializable(String operation, @Nullable Object function) {
        if (function == null) {
            throw new MillraceException(ErrorCode.ARGUMENT, operation + ": expected a function, found null");
        }
        ClosureCheck.check(function, operation);
    }

    static void requirePositive(String operation, int numPartitions) {
        if (numPartitions < 1) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT, operation + ": expected numPartitions >= 1, found " + numPartitions);
        }
    }
}
