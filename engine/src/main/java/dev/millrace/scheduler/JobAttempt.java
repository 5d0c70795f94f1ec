package dev.millrace.scheduler;

/**
 * One try of one job.
 *
 * @param job number of the job in this driver
 * @param attempt 0 for the first; more after an executor was lost
 */
record JobAttempt(long job, int attempt) {}
