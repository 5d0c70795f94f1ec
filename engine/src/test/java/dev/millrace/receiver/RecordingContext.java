package dev.millrace.receiver;

import dev.millrace.execution.Chunk;
import dev.millrace.execution.RecordChunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** An executor that remembers what a receiver stored and said. */
final class RecordingContext implements ResidentContext {
    final List<Object> records = new CopyOnWriteArrayList<>();
    final List<Object> messages = new CopyOnWriteArrayList<>();

    /** Thrown by the next attempts to store, while there are any. */
    final List<Exception> failures = new CopyOnWriteArrayList<>();

    /** Runs on each attempt to store. */
    final AtomicReference<Runnable> onStore = new AtomicReference<>(() -> {});

    /** What the driver does when it is told of a block: nothing, unless a test says so. */
    final AtomicReference<Consumer<BlockId>> onKept = new AtomicReference<>(block -> {});

    @Override
    public String executorId() {
        return "executor-1";
    }

    @Override
    public List<String> store(BlockId block, Chunk chunk, StorageLevel level) throws Exception {
        onStore.get().run();
        if (!failures.isEmpty()) {
            throw failures.remove(0);
        }
        RecordChunk stored = (RecordChunk) chunk;
        records.addAll(Arrays.asList(stored.records()).subList(0, stored.count()));
        return List.of(executorId());
    }

    @Override
    public void send(Object message) {
        messages.add(message);
        if (message instanceof ReceiverMessage.BlockKept kept) {
            onKept.get().accept(kept.block().id());
        }
        if (message instanceof ReceiverMessage.BlockToLog logged) {
            onKept.get().accept(logged.block().id());
        }
    }

    <M> List<M> messages(Class<M> type) {
        List<M> found = new ArrayList<>();
        for (Object message : messages) {
            if (type.isInstance(message)) {
                found.add(type.cast(message));
            }
        }
        return found;
    }
}
