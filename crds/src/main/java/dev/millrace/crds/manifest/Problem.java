package dev.millrace.crds.manifest;

import java.util.Comparator;

/**
 * One thing that is wrong in a manifest.
 *
 * @param line line in the file from 1; 0 when the problem is with the file as a whole
 * @param column column in the line from 1; 0 when the problem is with the line or file as a whole
 * @param field path of the field, such as {@code spec.executor.replicas}; empty when it concerns no field
 */
public record Problem(String file, int line, int column, String field, String message) {
    static final Comparator<Problem> IN_FILE_ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    /** {@code FILE:LINE:COLUMN: FIELD: MESSAGE}, without the parts that are not known. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (column > 0) {
            text.append(':').append(column);
        }
        text.append(": ");
        if (!field.isEmpty()) {
            text.append(field).append(": ");
        }
        return text.append(message).toString();
    }
}
