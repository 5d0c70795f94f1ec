package dev.millrace.rdd;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which part of a stream a job belongs to, for messages, events and clean-up.
 *
 * @param batchTime milliseconds since the epoch; empty outside a stream
 * @param outputOperation position among the outputs of the stream; empty outside a stream
 */
public record JobDescription(OptionalLong batchTime, OptionalInt outputOperation) {
    public static final JobDescription NONE = new JobDescription(OptionalLong.empty(), OptionalInt.empty());
}
