package dev.millrace.benchmarks.engine;

/**
 * An engine that is compared; found through {@link java.util.ServiceLoader}, exactly one on a class path.
 *
 * <p>Both methods return once the run is over and the engine need not have ended cleanly: the process ends next.
 */
public interface Engine {
    /** Version of the engine, as its jars tell it. */
    String version();

    /** Runs batches of lines one after the other, as fast as they go. */
    void backToBack(BackToBack run) throws Exception;

    /** Counts the words of lines that come at a fixed rate. */
    void fixedRate(FixedRate run) throws Exception;
}
