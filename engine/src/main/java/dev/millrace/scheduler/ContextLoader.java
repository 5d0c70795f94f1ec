package dev.millrace.scheduler;

/** Finds the class loader of the user's program. */
final class ContextLoader {
    private ContextLoader() {}

    /** That of the calling thread, which started the program; else the engine's own. */
    static ClassLoader current() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader != null ? loader : ContextLoader.class.getClassLoader();
    }
}
