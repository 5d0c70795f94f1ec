package dev.millrace.checkpoint;

/**
 * A received block that is to be written. The array is not copied, and must not be changed.
 *
 * @param uid name of the input that received it
 * @param records how many it holds
 * @param bytes their estimated size on the heap
 * @param content the records, in the format of the receivers
 */
@SuppressWarnings("ArrayRecordComponent") // made once and written once
public record BlockContent(String uid, int records, long bytes, byte[] content) {}
