package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of some ranges of tokens, one range after the other. Used by one thread. */
final class TableScan<R> {
    private final SelectStatement<R> select;
    private final TokenMap ring;
    private final Iterator<TokenSplits.Range> ranges;
    private @Nullable Answers answers;

    /** @param ranges none for a query that names the partition keys itself */
    TableScan(CqlSession session, SelectStatement<R> select, List<TokenSplits.Range> ranges) {
        this.select = select;
        this.ring = session.getMetadata().getTokenMap().orElseThrow();
        this.ranges = ranges.iterator();
        if (ranges.isEmpty()) {
            PreparedStatement prepared = select.prepare(List.of());
            this.answers = select.send(select.finish(prepared, prepared.boundStatementBuilder(), 0));
        }
    }

    /** Whether the program's conditions name all columns of the partition key, so that Cassandra finds the rows itself. */
    static boolean isOfSinglePartitions(SelectStatement<?> select, TableQuery query) {
        String conditions = String.join(" AND ", query.where());
        return select.metadata().getPartitionKey().stream()
                .allMatch(column -> Pattern.compile(
                                "(?i)(^|\\W)" + Pattern.quote(column.getName().asCql(true)) + "\\s*(=|\\sIN\\b)")
                        .matcher(conditions)
                        .find());
    }

    /** @throws dev.millrace.error.MillraceException when Cassandra refuses the query */
    static void check(SelectStatement<?> select) {
        select.prepare(List.of(after(select), upTo(select)));
    }

    private static String after(SelectStatement<?> select) {
        return "token(" + select.partitionKey() + ") > ?";
    }

    private static String upTo(SelectStatement<?> select) {
        return "token(" + select.partitionKey() + ") <= ?";
    }

    /** The next row, null when there is none any more. */
    @Nullable
    Row poll() throws InterruptedException {
        while (true) {
            if (answers == null) {
                if (!ranges.hasNext()) {
                    return null;
                }
                answers = send(ranges.next());
            }
            Row row = answers.poll();
            if (row != null) {
                return row;
            }
            answers = null;
        }
    }

    private Answers send(TokenSplits.Range range) {
        String end = range.upTo();
        PreparedStatement prepared =
                select.prepare(end == null ? List.of(after(select)) : List.of(after(select), upTo(select)));
        BoundStatementBuilder statement = prepared.boundStatementBuilder().setToken(0, ring.parse(range.after()));
        int next = 1;
        if (end != null) {
            statement = statement.setToken(next++, ring.parse(end));
        }
        return select.send(select.finish(prepared, statement, next));
    }
}
