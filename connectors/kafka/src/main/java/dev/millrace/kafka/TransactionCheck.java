package dev.millrace.kafka;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Looks, before the first batch of a driver, whether an earlier one wrote a part of it with another number of partitions. Which
 * records are in which partition cannot be known then, so neither what is missing. Used on the driver; thread-safe.
 */
final class TransactionCheck {
    private boolean done;

    /** @throws dev.millrace.error.MillraceException when a part of the batch is written, by other partitions than these */
    synchronized void beforeFirst(WriteSettings settings, long batch, int partitions) {
        if (done) {
            return;
        }
        BatchMark first = BatchMarks.read(settings, List.of(0)).get(0);
        if (first != null && first.partitions() != partitions) {
            Map<Integer, BatchMark> marks = BatchMarks.read(
                    settings, IntStream.range(0, first.partitions()).boxed().toList());
            long written = marks.values().stream()
                    .filter(mark -> mark.batch() >= batch)
                    .count();
            if (written > 0) {
                throw KafkaErrors.source(
                        "output " + settings.output() + ": " + written + " of " + first.partitions()
                                + " partitions of batch " + batch + " ms are written, and now it has " + partitions
                                + " partitions: give it as many as before, by numPartitions in the program or by"
                                + " millrace.default.parallelism=" + first.partitions()
                                + ", until that batch is complete",
                        null);
            }
        }
        done = true;
    }
}
