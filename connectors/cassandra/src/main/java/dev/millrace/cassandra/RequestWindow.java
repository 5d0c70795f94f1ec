package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.QueryExecutionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are under way, of one task: so many at the same time, each sent again when nodes are away, overloaded or late.
 * Used by the task's thread; answers come on the driver's.
 */
final class RequestWindow {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 5000;

    private final CqlSession session;
    private final String table;
    private final int width;
    private final int retries;
    private final Semaphore free;
    private final ConcurrentLinkedQueue<Failed> failures = new ConcurrentLinkedQueue<>();

    private record Failed(Statement<?> statement, int attempts, Throwable cause) {}

    RequestWindow(CqlSession session, String table, int width, int retries) {
        this.session = session;
        this.table = table;
        this.width = width;
        this.retries = retries;
        this.free = new Semaphore(width);
    }

    /** Sends it, after waiting until fewer than so many are under way. */
    void send(Statement<?> statement) throws InterruptedException {
        free.acquire();
        submit(statement, 1);
        repeatFailed();
    }

    /** Returns when all have been answered well. */
    void await() throws InterruptedException {
        while (true) {
            free.acquire(width);
            free.release(width);
            if (failures.isEmpty()) {
                return;
            }
            repeatFailed();
        }
    }

    private void submit(Statement<?> statement, int attempts) {
        session.executeAsync(statement).whenComplete((answer, failure) -> {
            if (failure != null) {
                failures.add(new Failed(statement, attempts, failure));
            }
            free.release();
        });
    }

    private void repeatFailed() throws InterruptedException {
        Failed failed = failures.poll();
        while (failed != null) {
            Throwable cause = plain(failed.cause());
            if (!isWorthAnother(cause) || failed.attempts() > retries) {
                throw CassandraErrors.write(table, failed.attempts(), cause);
            }
            pause(failed.attempts());
            free.acquire();
            submit(failed.statement(), failed.attempts() + 1);
            failed = failures.poll();
        }
    }

    static void pause(int attempts) throws InterruptedException {
        Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts - 1, 10)));
    }

    /** For where an interrupt cannot be passed on as one. */
    static void pauseOrThrow(int attempts) {
        try {
            pause(attempts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static Throwable plain(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** Whether the same request could succeed later. */
    static boolean isWorthAnother(Throwable failure) {
        return failure instanceof DriverException
                && (failure instanceof QueryExecutionException
                        || failure instanceof AllNodesFailedException
                        || failure instanceof DriverTimeoutException
                        || failure instanceof RequestThrottlingException
                        || failure instanceof ClosedConnectionException
                        || failure instanceof HeartbeatException);
    }
}
