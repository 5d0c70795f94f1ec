package dev.millrace.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about a run, over and above the manifest.
 *
 * @param maxBatches null for no limit
 * @param executors null for the manifest's number
 * @param logLevel null for the manifest's, or the default
 * @param jar jar to run instead of the manifest's, null for that
 * @param local whether all runs in this JVM
 * @param keep whether the run's directory stays
 */
record RunOptions(
        @Nullable Long maxBatches,
        @Nullable Integer executors,
        @Nullable String logLevel,
        Map<String, String> conf,
        @Nullable Path jar,
        boolean local,
        boolean stackTraces,
        boolean keep) {
    RunOptions {
        conf = Map.copyOf(conf);
    }
}
