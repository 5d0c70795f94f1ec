package dev.millrace.benchmarks.recovery;

import java.nio.file.Path;
import java.util.List;

/**
 * What both engines run.
 *
 * @param state whether words are counted over the whole run, with a checkpoint, and not for each batch
 * @param partitions of the input and of the counts
 */
public record RecoveryCase(boolean state, int intervalMillis, int linesPerSecond, int partitions, int executors) {
    /** Reads what {@link #arguments} gave. */
    public static RecoveryCase parse(String[] args) {
        return new RecoveryCase(
                Boolean.parseBoolean(args[0]),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]));
    }

    /** Arguments of a program: those of {@link #parse}, then a directory for its checkpoint. */
    List<String> arguments(Path checkpoint) {
        return List.of(
                String.valueOf(state),
                String.valueOf(intervalMillis),
                String.valueOf(linesPerSecond),
                String.valueOf(partitions),
                String.valueOf(executors),
                checkpoint.toString());
    }

    /** Lines of one batch. */
    public int linesPerBatch() {
        return Math.toIntExact((long) linesPerSecond * intervalMillis / 1000);
    }

    /** Checks that no batch is missing, and that each has counted every word of its lines once. */
    void check(List<BatchLine> batches) {
        long each = (long) linesPerBatch() * NumberedLines.WORDS;
        for (int i = 0; i < batches.size(); i++) {
            long expected = state ? each * (i + 1) : each;
            long time = batches.get(0).time() + (long) i * intervalMillis;
            BatchLine batch = batches.get(i);
            if (batch.time() != time || batch.words() != expected) {
                throw new IllegalStateException("batch " + (i + 1) + " should be of time " + time + " and have counted "
                        + expected + " words, but there is " + batch);
            }
        }
    }
}
