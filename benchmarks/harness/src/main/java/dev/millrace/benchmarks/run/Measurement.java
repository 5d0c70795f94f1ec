package dev.millrace.benchmarks.run;

import java.util.Map;

/**
 * One case, measured once.
 *
 * @param measured the case
 * @param round which round of the run, counted from 1
 * @param version of the engine
 * @param figures what was measured, by name
 */
public record Measurement(Case measured, int round, String version, Map<String, Double> figures) {}
