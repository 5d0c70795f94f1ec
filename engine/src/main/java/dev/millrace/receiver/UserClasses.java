package dev.millrace.receiver;

/** Finds the class loader of the user's program, which may be another than that of a receiver of the engine. */
final class UserClasses {
    private UserClasses() {}

    /** That of the calling thread, which runs the program or its tasks; else that of the receiver's class. */
    static ClassLoader loader(Object receiver) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader != null ? loader : receiver.getClass().getClassLoader();
    }
}
