package dev.millrace.checkpoint;

/**
 * When files of a checkpoint are full, and what is kept.
 *
 * @param journalBytes a file of the journal that is at least that long, and twice as long as its base, is followed by a new one
 * @param journalCommits a file of the journal with so many commits is followed by a new one
 * @param stateBytes a file of state that is at least that long is followed by a new one
 * @param retainedCommits how many commits, at least, can be gone back to
 */
public record CheckpointLimits(long journalBytes, int journalCommits, long stateBytes, int retainedCommits) {
    /** What suits a job: files of megabytes, and the last hundred commits. */
    public static CheckpointLimits standard() {
        return new CheckpointLimits(4L << 20, 1_000, 64L << 20, 100);
    }

    public CheckpointLimits withRetainedCommits(int commits) {
        return new CheckpointLimits(journalBytes, journalCommits, stateBytes, commits);
    }
}
