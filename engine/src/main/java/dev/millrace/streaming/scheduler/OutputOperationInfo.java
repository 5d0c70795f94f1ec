package dev.millrace.streaming.scheduler;

import dev.millrace.streaming.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an output of a batch has come. Immutable.
 *
 * @param id position among the outputs of the program
 * @param name the operation, such as {@code print}
 * @param description the operation and the line of the program that asked for it
 * @param failureReason what went wrong, if it failed
 */
public record OutputOperationInfo(
        Time batchTime,
        int id,
        String name,
        String description,
        Instant startTime,
        Optional<Instant> endTime,
        Optional<String> failureReason) {
    /** How long it ran; empty as long as it runs. */
    public Optional<Duration> duration() {
        return endTime.map(end -> Duration.between(startTime, end));
    }
}
