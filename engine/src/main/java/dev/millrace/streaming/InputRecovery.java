package dev.millrace.streaming;

import dev.millrace.batch.InputRange;
import dev.millrace.checkpoint.LoggedBatch;
import dev.millrace.checkpoint.LoggedRange;
import dev.millrace.checkpoint.Progress;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the ranges of a graph's inputs down, and brings the inputs to where an earlier run ended. */
final class InputRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(InputRecovery.class);

    private final Map<String, InputDStream<?>> inputs = new TreeMap<>();

    InputRecovery(List<InputDStream<?>> inputs) {
        inputs.forEach(input -> this.inputs.put(input.uid(), input));
    }

    LoggedBatch toLog(long batchTime, List<InputRange> ranges) {
        List<LoggedRange> logged = new ArrayList<>(ranges.size());
        for (InputRange range : ranges) {
            InputDStream<?> input = inputs.get(range.uid());
            if (input == null) {
                throw new IllegalStateException("a range of " + range.uid() + ", which is no input");
            }
            logged.add(new LoggedRange(range.uid(), range.records(), input.toBytes(range.range())));
        }
        return new LoggedBatch(batchTime, logged);
    }

    Map<String, byte[]> positions() {
        Map<String, byte[]> positions = new HashMap<>();
        inputs.forEach((uid, input) -> input.positionAsBytes().ifPresent(position -> positions.put(uid, position)));
        return positions;
    }

    /** Says which inputs a restart would lose. */
    void warn() {
        inputs.forEach((uid, input) -> {
            if (!input.isRecoverable()) {
                LOG.atWarn()
                        .addKeyValue("input", uid)
                        .log(
                                input.maybeLost()
                                        ? "the job has a checkpoint, but what this input has taken in and no batch has"
                                                + " processed is lost when the driver is lost"
                                        : "the job has a checkpoint, but this input cannot go on from it: after a restart"
                                                + " the job will not start");
            }
        });
    }

    /**
     * What is left of {@code progress} without the inputs that the program has no more.
     *
     * @throws MillraceException CHECKPOINT naming them, unless they may go
     */
    Progress withoutVanished(Progress progress, boolean allowed) {
        Set<String> vanished = progress.inputs();
        vanished.removeAll(inputs.keySet());
        if (vanished.isEmpty()) {
            return progress;
        }
        if (!allowed) {
            throw Dropped.refuse("inputs", vanished, inputs.keySet());
        }
        LOG.atWarn().addKeyValue("inputs", vanished).log("dropped from the checkpoint: the program has them no more");
        return progress.withoutInputs(vanished);
    }

    /**
     * Brings the inputs to where {@code progress} ends; returns the batches that are to run again.
     *
     * @throws MillraceException CHECKPOINT when an input cannot go on, or a range cannot be read
     */
    SortedMap<Long, List<InputRange>> resume(Progress progress) {
        requireRecoverable(progress);
        inputs.forEach((uid, input) -> {
            byte[] position = progress.positions().get(uid);
            if (position != null && isReadable(input)) {
                input.goOnAfter(position);
            }
        });
        long positionsAt = progress.positionsAt().orElse(Long.MIN_VALUE);
        long committed = progress.commit().map(commit -> commit.batchTime()).orElse(Long.MIN_VALUE);
        SortedMap<Long, List<InputRange>> pending = new TreeMap<>();
        for (LoggedBatch batch : progress.batches().values()) {
            Time time = new Time(batch.time());
            List<InputRange> ranges = ranges(batch, batch.time() > positionsAt);
            if (batch.time() > committed) {
                pending.put(batch.time(), ranges);
            } else {
                ranges.forEach(range -> input(range).accept(time, range.range())); // windows may reach back to it
            }
        }
        return pending;
    }

    private List<InputRange> ranges(LoggedBatch batch, boolean isAfterPosition) {
        Map<String, InputDStream<?>> without = new TreeMap<>(inputs);
        List<InputRange> ranges = new ArrayList<>();
        for (LoggedRange logged : batch.ranges()) {
            InputDStream<?> input = inputs.get(logged.uid());
            Optional<byte[]> bytes = logged.range();
            if (input != null && isReadable(input) && bytes.isPresent()) {
                without.remove(logged.uid());
                if (isAfterPosition) {
                    input.goOnAfter(bytes.get());
                }
                ranges.add(input.fromBytes(bytes.get(), logged.records()));
            }
        }
        without.values().forEach(input -> input.hasNothingAt(new Time(batch.time())));
        return ranges;
    }

    /** What was written when more of it was written than now can still be read. */
    private static boolean isReadable(InputDStream<?> input) {
        return input.isRecoverable() || input.maybeLost();
    }

    private InputDStream<?> input(InputRange range) {
        return java.util.Objects.requireNonNull(inputs.get(range.uid()));
    }

    private void requireRecoverable(Progress progress) {
        Map<String, Long> lost = new TreeMap<>();
        progress.pending()
                .values()
                .forEach(batch -> batch.ranges().forEach(range -> {
                    InputDStream<?> input = inputs.get(range.uid());
                    if (input != null && input.lost(range) > 0) {
                        lost.merge(range.uid(), input.lost(range), Long::sum);
                    }
                }));
        for (String uid : progress.inputs()) {
            InputDStream<?> input = inputs.get(uid);
            if (input != null && !input.isRecoverable() && !input.maybeLost()) {
                throw new MillraceException(
                        ErrorCode.CHECKPOINT,
                        "input " + uid
                                + " cannot go on from a checkpoint: what it read is only known to the process that"
                                + " read it. Use an input that can be read again (a RangeInputDStream with a rangeCodec), or"
                                + " start anew with another checkpoint directory");
            }
        }
        lost.forEach((uid, records) -> LOG.atWarn()
                .addKeyValue("input", uid)
                .addKeyValue("records", records)
                .log("lost with the driver: received, in no complete batch, and not to be had again"));
    }
}
