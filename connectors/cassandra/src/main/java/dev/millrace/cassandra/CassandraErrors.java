package dev.millrace.cassandra;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import org.jspecify.annotations.Nullable;

/** The errors of this connector that users see. None of them shows a value of a row or a secret. */
final class CassandraErrors {
    private CassandraErrors() {}

    /** The program names something that the table does not have, or has otherwise. */
    static MillraceException argument(String message) {
        return new MillraceException(ErrorCode.ARGUMENT, message);
    }

    static MillraceException connection(ConnectionSettings settings, Throwable cause) {
        return new MillraceException(
                ErrorCode.NETWORK,
                settings + ": no session: " + cause.getMessage()
                        + ". Look at millrace.cassandra.connection.* and millrace.cassandra.auth.*",
                cause);
    }

    static MillraceException write(String table, int attempts, Throwable cause) {
        return new MillraceException(
                ErrorCode.TASK_FAILED, table + ": a write failed after " + attempts(attempts) + ": " + cause, cause);
    }

    static MillraceException read(String table, int attempts, Throwable cause) {
        return new MillraceException(
                ErrorCode.SOURCE, table + ": a read failed after " + attempts(attempts) + ": " + cause, cause);
    }

    private static String attempts(int attempts) {
        return attempts == 1 ? "one attempt" : attempts + " attempts";
    }

    /** A value that does not fit its column. */
    static MillraceException value(ColumnRef column, @Nullable Object value, String reason) {
        String found = value == null ? "null" : "a " + value.getClass().getName();
        return argument(column + ": expected " + column.expected() + ", found " + found + reason);
    }
}
