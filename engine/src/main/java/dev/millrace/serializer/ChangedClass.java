package dev.millrace.serializer;

/** Thrown when data was written by another version of a class, which has other fields. */
public final class ChangedClass extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChangedClass(Class<?> type, String written, String present) {
        super("class " + type.getName() + " has changed since this was written: it was " + written + " and is "
                + present);
    }
}
