package dev.millrace.kafka;

import org.apache.kafka.clients.consumer.OffsetCommitCallback;

/**
 * A direct stream: it can tell Kafka, for its consumer group, how far it has come.
 *
 * <p>That is for other programs to see, and for a start without a checkpoint. Where a job goes on after a restart is said by
 * its checkpoint alone.
 */
public interface CanCommitOffsets {
    /** As {@link #commitAsync(OffsetRange[], OffsetCommitCallback)}; a failure is logged. */
    void commitAsync(OffsetRange[] offsetRanges);

    /**
     * Commits the ends of the ranges. Returns at once; what was handed over is committed at the next batch, in one request.
     * May be called by any thread.
     *
     * @param callback told what came of it, on a thread that must not be kept waiting
     */
    void commitAsync(OffsetRange[] offsetRanges, OffsetCommitCallback callback);
}
