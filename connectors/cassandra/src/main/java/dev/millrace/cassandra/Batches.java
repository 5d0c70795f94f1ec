package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the rows of one partition key into one request, which costs Cassandra little more than one row does. Used by one
 * thread.
 */
final class Batches {
    /** The protocol counts them with 16 bits. */
    private static final int MOST_ROWS = 65_535;

    private final Pace pace;
    private final Output output;
    private final Map<ByteBuffer, Gathered> open = new LinkedHashMap<>();

    /** Where requests go. */
    interface Output {
        void send(Statement<?> request, int bytes) throws InterruptedException;
    }

    private static final class Gathered {
        private final List<BatchableStatement<?>> rows = new ArrayList<>();
        private int bytes;
    }

    Batches(Pace pace, Output output) {
        this.pace = pace;
        this.output = output;
    }

    void add(BoundStatement row) throws InterruptedException {
        int bytes = RowBinder.bytesOf(row);
        ByteBuffer key = row.getRoutingKey();
        if (key == null || bytes >= pace.batchBytes()) {
            output.send(row, bytes);
            return;
        }
        Gathered gathered = open.computeIfAbsent(key, k -> new Gathered());
        if (gathered.bytes + bytes > pace.batchBytes() || gathered.rows.size() == MOST_ROWS) {
            send(gathered);
            gathered.rows.clear();
            gathered.bytes = 0;
        }
        gathered.rows.add(row);
        gathered.bytes += bytes;
        if (open.size() > pace.openBatches()) {
            Iterator<Gathered> oldest = open.values().iterator();
            Gathered first = oldest.next();
            oldest.remove();
            send(first);
        }
    }

    void flush() throws InterruptedException {
        for (Gathered gathered : open.values()) {
            send(gathered);
        }
        open.clear();
    }

    private void send(Gathered gathered) throws InterruptedException {
        if (gathered.rows.size() == 1) {
            output.send((BoundStatement) gathered.rows.get(0), gathered.bytes);
            return;
        }
        BatchStatement batch = BatchStatement.newInstance(BatchType.UNLOGGED, List.copyOf(gathered.rows))
                .setConsistencyLevel(((BoundStatement) gathered.rows.get(0)).getConsistencyLevel())
                .setIdempotent(true);
        output.send(batch, gathered.bytes);
    }
}
