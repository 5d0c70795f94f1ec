package dev.millrace.batch;

/**
 * What one output of a stream does in one batch.
 *
 * @param id position among the outputs of the stream
 * @param name the operation, such as {@code print}
 * @param description the operation and the line of the program that asked for it
 * @param body runs on the driver, and runs the jobs
 */
public record OutputJob(int id, String name, String description, Body body) {
    /** The work itself. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }
}
