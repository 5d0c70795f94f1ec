package dev.millrace.streaming.scheduler;

import dev.millrace.streaming.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a batch has come. Immutable.
 *
 * <pre>
 *   batchTime ..... submissionTime ..... processingStartTime ..... processingEndTime
 *       '-------- schedulingDelay --------'----- processingDelay -----'
 *       '--------------------- totalDelay ----------------------------'
 * </pre>
 *
 * @param batchTime the end of the batch, which names it
 * @param streamIdToInputInfo what each input contributed
 * @param outputOperationInfos the outputs that have started, by {@link OutputOperationInfo#id}
 * @param failureReason what went wrong, if the batch failed
 */
public record BatchInfo(
        Time batchTime,
        Map<Integer, StreamInputInfo> streamIdToInputInfo,
        Instant submissionTime,
        Optional<Instant> processingStartTime,
        Optional<Instant> processingEndTime,
        Map<Integer, OutputOperationInfo> outputOperationInfos,
        Optional<String> failureReason) {
    public BatchInfo {
        streamIdToInputInfo = Map.copyOf(streamIdToInputInfo);
        outputOperationInfos = Map.copyOf(outputOperationInfos);
    }

    /** Records of all inputs that can tell. */
    public long numRecords() {
        return streamIdToInputInfo.values().stream()
                .mapToLong(StreamInputInfo::numRecords)
                .sum();
    }

    /** How long the batch waited after its end; empty before it was started. */
    public Optional<Duration> schedulingDelay() {
        return processingStartTime.map(start -> {
            Duration delay = Duration.between(Instant.ofEpochMilli(batchTime.milliseconds()), start);
            return delay.isNegative() ? Duration.ZERO : delay;
        });
    }

    /** How long its jobs took; empty before it was complete. */
    public Optional<Duration> processingDelay() {
        return processingStartTime.flatMap(start -> processingEndTime.map(end -> Duration.between(start, end)));
    }

    /** From the end of the batch to its completion; empty before it was complete. */
    public Optional<Duration> totalDelay() {
        return schedulingDelay().flatMap(waited -> processingDelay().map(waited::plus));
    }
}
