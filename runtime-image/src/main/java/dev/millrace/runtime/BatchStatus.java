package dev.millrace.runtime;

/**
 * A completed batch as the status API shows it.
 *
 * @param number count of completed batches with this one, from 1
 * @param timeMs time of the batch in milliseconds since 1970
 * @param recordsPerSecond records of the batch by its interval
 * @param schedulingDelayMs from the time of the batch to the start of its first job
 * @param totalDelayMs scheduling delay and processing time together
 */
public record BatchStatus(
        long number,
        long timeMs,
        long records,
        double recordsPerSecond,
        double processingMs,
        double schedulingDelayMs,
        double totalDelayMs) {}
