package dev.millrace.serializer;

/** Thrown for an object that only Java serialization can write, where that must not be. */
final class NotDurable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDurable(Class<?> type) {
        super(type.getName()
                + " has a form of its own (Java serialization), which a later version of the program could not"
                + " read: hold its data in a record, or in a class whose fields say it all");
    }
}
