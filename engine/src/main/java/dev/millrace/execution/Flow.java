package dev.millrace.execution;

/** A partition that is being read: each call pushes some of its records into the sink that it was opened with. */
@FunctionalInterface
public interface Flow {
    /** About how many records one call pushes. */
    int CHUNK = 1024;

    /** A flow without records. */
    Flow EMPTY = () -> false;

    /** Pushes the next records; false when there were none left. */
    boolean advance() throws Exception;

    /** Pushes everything, or as much as the sink takes. */
    static void drain(Flow flow, Sink<?> sink) throws Exception {
        while (!sink.isFull() && flow.advance()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("task was cancelled");
            }
        }
    }
}
