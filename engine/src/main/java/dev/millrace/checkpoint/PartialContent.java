package dev.millrace.checkpoint;

/**
 * A partition of a partial result of a window that is to be written. The array is not copied, and must not be changed.
 *
 * @param operator uid of the window
 * @param batch time up to which the partial result reaches, in milliseconds since 1970
 * @param partition its number
 * @param content in the format of the state store
 */
@SuppressWarnings("ArrayRecordComponent") // made once and written once
public record PartialContent(String operator, long batch, int partition, byte[] content) {}
