package dev.millrace.streaming;

import dev.millrace.batch.BatchObserver;
import dev.millrace.batch.BatchRun;
import dev.millrace.batch.InputRange;
import dev.millrace.batch.OutputRun;
import dev.millrace.streaming.scheduler.BatchInfo;
import dev.millrace.streaming.scheduler.OutputOperationInfo;
import dev.millrace.streaming.scheduler.StreamInputInfo;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerBatchStarted;
import dev.millrace.streaming.scheduler.StreamingListenerBatchSubmitted;
import dev.millrace.streaming.scheduler.StreamingListenerOutputOperationCompleted;
import dev.millrace.streaming.scheduler.StreamingListenerOutputOperationStarted;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Turns what happens to a batch into events for listeners. */
final class BatchEvents implements BatchObserver {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ListenerBus bus;

    BatchEvents(ListenerBus bus) {
        this.bus = bus;
    }

    @Override
    public void submitted(BatchRun batch) {
        bus.post(() -> new StreamingListenerBatchSubmitted(info(batch)));
    }

    @Override
    public void started(BatchRun batch) {
        bus.post(() -> new StreamingListenerBatchStarted(info(batch)));
    }

    @Override
    public void outputStarted(BatchRun batch, OutputRun output) {
        bus.post(() -> new StreamingListenerOutputOperationStarted(info(batch, output)));
    }

    @Override
    public void outputEnded(BatchRun batch, OutputRun output) {
        bus.post(() -> new StreamingListenerOutputOperationCompleted(info(batch, output)));
    }

    @Override
    public void ended(BatchRun batch) {
        bus.post(() -> new StreamingListenerBatchCompleted(info(batch)));
    }

    private static BatchInfo info(BatchRun batch) {
        Map<Integer, StreamInputInfo> inputs = new HashMap<>();
        for (InputRange range : batch.ranges()) {
            inputs.put(range.streamId(), new StreamInputInfo(range.streamId(), range.records(), range.range()));
        }
        Map<Integer, OutputOperationInfo> outputs = new HashMap<>();
        for (OutputRun output : batch.outputs()) {
            outputs.put(output.job().id(), info(batch, output));
        }
        return new BatchInfo(
                new Time(batch.time()),
                inputs,
                instant(batch.submittedNanos()),
                reached(batch.startedNanos()),
                reached(batch.endedNanos()),
                outputs,
                reason(batch.failure()));
    }

    private static OutputOperationInfo info(BatchRun batch, OutputRun output) {
        return new OutputOperationInfo(
                new Time(batch.time()),
                output.job().id(),
                output.job().name(),
                output.job().description(),
                instant(output.startNanos()),
                output.endNanos().isPresent()
                        ? Optional.of(instant(output.endNanos().getAsLong()))
                        : Optional.empty(),
                reason(output.failure()));
    }

    private static Optional<String> reason(@org.jspecify.annotations.Nullable Throwable failure) {
        return Optional.ofNullable(failure).map(Throwable::toString);
    }

    private static Optional<Instant> reached(long nanos) {
        return nanos == 0 ? Optional.empty() : Optional.of(instant(nanos));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }
}
