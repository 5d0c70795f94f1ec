package dev.millrace.runtime;

/**
 * The last commit of a job's checkpoint as the status API shows it.
 *
 * @param batchTimeMs time of the batch in milliseconds since 1970
 * @param committedMs when it was committed, in milliseconds since 1970
 */
public record CommitStatus(long batchTimeMs, long committedMs) {}
