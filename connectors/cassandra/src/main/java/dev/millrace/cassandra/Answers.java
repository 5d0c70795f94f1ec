package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one request is answered with, page by page; the next page is fetched while one is read. A request that fails is sent
 * again. Used by one thread.
 */
final class Answers {
    private final CqlSession session;
    private final String table;
    private final int retries;
    private final BoundStatement request;
    private @Nullable CompletionStage<AsyncResultSet> next;
    private @Nullable ByteBuffer nextPage;
    private Iterator<Row> page = Collections.emptyIterator();

    /** Sends the request. */
    Answers(CqlSession session, String table, int retries, BoundStatement request) {
        this.session = session;
        this.table = table;
        this.retries = retries;
        this.request = request;
        this.next = session.executeAsync(request);
    }

    /** The next row, null when there is none any more. */
    @Nullable
    Row poll() throws InterruptedException {
        while (!page.hasNext()) {
            if (next == null) {
                return null;
            }
            AsyncResultSet answer = answer(next);
            page = answer.currentPage().iterator();
            nextPage = answer.getExecutionInfo().getPagingState();
            next = nextPage == null ? null : session.executeAsync(request.setPagingState(nextPage));
        }
        return page.next();
    }

    private AsyncResultSet answer(CompletionStage<AsyncResultSet> sent) throws InterruptedException {
        CompletionStage<AsyncResultSet> stage = sent;
        for (int attempts = 1; ; attempts++) {
            try {
                return stage.toCompletableFuture().get();
            } catch (ExecutionException e) {
                Throwable cause = RequestWindow.plain(e.getCause() == null ? e : e.getCause());
                if (!RequestWindow.isWorthAnother(cause) || attempts > retries) {
                    throw CassandraErrors.read(table, attempts, cause);
                }
                RequestWindow.pause(attempts);
                stage = session.executeAsync(nextPage == null ? request : request.setPagingState(nextPage));
            }
        }
    }
}
