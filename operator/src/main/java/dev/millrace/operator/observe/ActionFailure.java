package dev.millrace.operator.observe;

import java.time.Instant;

/**
 * What the operator could not do for a job.
 *
 * @param since since when every pass has failed
 * @param message what the API server said to the last
 */
public record ActionFailure(Instant since, String message) {}
