package dev.millrace.streaming.scheduler;

/**
 * What an input contributed to a batch.
 *
 * @param numRecords 0 when the input cannot tell before its records are read
 * @param range what was logged for the batch: offsets, names of files, …
 */
public record StreamInputInfo(int inputStreamId, long numRecords, Object range) {}
