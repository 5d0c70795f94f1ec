package dev.millrace.checkpoint;

/**
 * A piece of state that is to be written. The array is not copied, and must not be changed.
 *
 * @param content in the format of the state store
 */
@SuppressWarnings("ArrayRecordComponent") // made once and written once
public record StateContent(String operator, int keyGroup, StatePart.Kind kind, byte[] content) {}
