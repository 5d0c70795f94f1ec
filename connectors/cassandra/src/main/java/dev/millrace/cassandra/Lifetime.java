package dev.millrace.cassandra;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * After how many seconds a row vanishes.
 *
 * @param seconds for all rows; 0 for as the table says
 * @param name of the property of the row's object, or null when all rows have the same
 */
record Lifetime(int seconds, @Nullable String name) implements Serializable {
    boolean isSet() {
        return seconds > 0 || name != null;
    }
}
