package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** The broadcast values at an executor, each fetched from the driver when it is first asked for. Thread-safe. */
final class Broadcasts {
    private final Map<Long, CompletableFuture<Object>> values = new ConcurrentHashMap<>();
    private final DriverLink driver;

    Broadcasts(DriverLink driver) {
        this.driver = driver;
    }

    /** The value; waits until it has arrived. */
    Object get(long id) throws InterruptedException {
        CompletableFuture<Object> fresh = new CompletableFuture<>();
        CompletableFuture<Object> known = values.putIfAbsent(id, fresh);
        if (known == null) {
            driver.send(new ExecutorMessage.FetchBroadcast(id));
            known = fresh;
        }
        try {
            return known.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MillraceException failure) {
                throw new MillraceException(failure.code(), String.valueOf(failure.getMessage()), failure);
            }
            throw new MillraceException(
                    ErrorCode.STATE, "broadcast " + id + " is destroyed, or was made by another MillraceContext", e);
        }
    }

    void arrived(DriverMessage.BroadcastValue message) {
        CompletableFuture<Object> waiting = values.get(message.id());
        if (waiting == null) {
            return;
        }
        if (message.exists()) {
            waiting.complete(message.value());
        } else {
            values.remove(message.id());
            waiting.completeExceptionally(new IllegalStateException("no such value"));
        }
    }

    /** The value will not come, to nobody who asks for it here. */
    void failed(DriverMessage.BroadcastFailed message) {
        CompletableFuture<Object> waiting = values.get(message.id());
        if (waiting != null) {
            waiting.completeExceptionally(
                    new MillraceException(message.code(), "broadcast " + message.id() + ": " + message.reason()));
        }
    }

    /** Forgets the value; a task that waits for it learns that it is destroyed. */
    void remove(long id) {
        CompletableFuture<Object> known = values.remove(id);
        if (known != null) {
            known.completeExceptionally(new IllegalStateException("destroyed"));
        }
    }
}
