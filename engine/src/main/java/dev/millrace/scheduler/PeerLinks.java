package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An executor's way to the other executors. Thread-safe. */
interface PeerLinks extends AutoCloseable {
    /** Links for an executor that is alone. */
    PeerLinks NONE = new PeerLinks() {
        @Override
        public void send(String executor, PeerMessage message) {
            throw new IllegalStateException("there is no executor " + executor);
        }

        @Override
        public CompletableFuture<Boolean> ask(String executor, PeerMessage.KeepBlock message) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public CompletableFuture<byte @Nullable []> fetch(String executor, BlockId block) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** Opens connections to the other executors that are there now, so that the first message need not wait for one. */
    default void connect() throws InterruptedException {}

    /** Waits a while for the connections that the others open. */
    default void awaitOthers() throws InterruptedException {}

    /** Sends a message; it is lost when the executor is. Waits while the connection is full. */
    void send(String executor, PeerMessage message) throws InterruptedException;

    /** Sends a block and completes with whether the other executor keeps it; false when it is lost. */
    CompletableFuture<Boolean> ask(String executor, PeerMessage.KeepBlock message) throws InterruptedException;

    /** Completes with the bytes of a block that the other executor keeps; null when it does not, or is lost. */
    CompletableFuture<byte @Nullable []> fetch(String executor, BlockId block) throws InterruptedException;

    /** The other executors that are there now. */
    List<String> names();

    @Override
    void close();
}
