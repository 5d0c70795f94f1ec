package dev.millrace.scheduler;

/**
 * An executor as the driver sees it. Thread-safe.
 */
interface ExecutorHandle {
    /** Unique in the life of the driver: an executor that was replaced and its replacement have different names. */
    String name();

    /** Number of the executor from 0; its replacement has the same. */
    int ordinal();

    int cores();

    /** Name or address of its machine, as other executors know it. */
    default String host() {
        return "localhost";
    }

    /** Whether what it does first takes long, as its JVM has just started. */
    default boolean startsCold() {
        return true;
    }

    /** Sends a message; it is lost when the executor is. Keeps the order of one thread's messages. */
    void send(DriverMessage message);

    /** Sends a message that is not urgent: with the next one, or with the next sign of life. In order, as {@link #send}. */
    default void sendLazily(DriverMessage message) {
        send(message);
    }
}
