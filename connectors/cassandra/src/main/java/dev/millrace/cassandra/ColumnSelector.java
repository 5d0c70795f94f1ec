package dev.millrace.cassandra;

import java.io.Serializable;
import java.util.List;

/**
 * Which columns of a table are meant. Immutable.
 *
 * @param all all that there are, or that the program's class has something for
 * @param names those that are meant when not all are, in this order
 */
public record ColumnSelector(boolean all, List<String> names) implements Serializable {
    public ColumnSelector {
        names = List.copyOf(names);
    }
}
