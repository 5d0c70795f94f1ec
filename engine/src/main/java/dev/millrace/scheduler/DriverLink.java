package dev.millrace.scheduler;

/** An executor's way to its driver. Thread-safe; keeps the order of one thread's messages. */
interface DriverLink {
    void send(ExecutorMessage message);
}
