package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.millrace.conf.CassandraConfig;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.TaskContext;
import dev.millrace.serializer.ClosureCheck;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, split by ranges of tokens. {@link #select}, {@link #where} and {@link #limit} are done by Cassandra. The table
 * is looked up, and its ranges are taken, when the partitions are asked for; rows are read when a task runs, so that a table that
 * changes meanwhile gives other rows. Immutable; each method returns another one.
 */
public final class CassandraTableRDD<R> extends RDD<R> {
    private static final long serialVersionUID = 1L;

    private final TableQuery query;
    private final RowReaderFactory<R> reader;
    private final transient int splits;

    private record Ranges(int index, List<TokenSplits.Range> ranges) implements Partition {}

    CassandraTableRDD(MillraceContext context, TableQuery query, RowReaderFactory<R> reader, int splits) {
        super(context);
        this.query = query;
        this.reader = reader;
        this.splits = splits;
    }

    private CassandraTableRDD<R> with(TableQuery changed) {
        return new CassandraTableRDD<>(context(), changed, reader, splits);
    }

    /** Reads these columns alone; by default those that the class needs. */
    public CassandraTableRDD<R> select(String... columns) {
        return with(query.with(CassandraFunctions.someColumns(columns)));
    }

    /**
     * Leaves the choice of rows to Cassandra, by a condition on clustering or indexed columns, or on any with a scan.
     *
     * @param condition in CQL, such as {@code day > ?}; several are all to hold
     * @param values for each {@code ?}
     */
    public CassandraTableRDD<R> where(String condition, Object... values) {
        ClosureCheck.check(values, "where");
        List<String> conditions = new ArrayList<>(query.where());
        conditions.add(condition);
        List<Serializable> all = new ArrayList<>(query.values());
        for (Object value : values) {
            all.add((Serializable) value);
        }
        return with(query.with(List.copyOf(conditions), List.copyOf(all)));
    }

    /** Reads so many rows of each partition of the data set at most. */
    public CassandraTableRDD<R> limit(long rows) {
        if (rows < 1) {
            throw CassandraErrors.argument("limit: expected a number >= 1, found " + rows);
        }
        return with(query.withLimit(rows));
    }

    /** Has about so many partitions, whatever the size of the table. */
    public CassandraTableRDD<R> withSplitCount(int partitions) {
        if (partitions < 1) {
            throw CassandraErrors.argument("withSplitCount: expected a number >= 1, found " + partitions);
        }
        return new CassandraTableRDD<>(context(), query, reader, partitions);
    }

    /** @throws dev.millrace.error.MillraceException when Cassandra cannot be reached or the table cannot be read so */
    @Override
    protected Partition[] getPartitions() {
        try (SharedSession shared = SharedSession.of(query.connection())) {
            CqlSession session = shared.session();
            SelectStatement<R> select = new SelectStatement<>(shared, query, reader);
            if (TableScan.isOfSinglePartitions(select, query)) {
                return new Partition[] {new Ranges(0, List.of())};
            }
            TableScan.check(select);
            int wanted = splits > 0
                    ? splits
                    : Math.max(
                            context().defaultParallelism(),
                            TokenSplits.countBySize(
                                    session,
                                    query.keyspace(),
                                    query.table(),
                                    context().getConf().get(CassandraConfig.INPUT_SPLIT_SIZE)));
            List<List<TokenSplits.Range>> groups = TokenSplits.of(session, wanted);
            Partition[] partitions = new Partition[groups.size()];
            Arrays.setAll(partitions, i -> new Ranges(i, groups.get(i)));
            return partitions;
        }
    }

    @Override
    public Iterator<R> compute(Partition partition, TaskContext task) throws Exception {
        SharedSession shared = SharedSession.of(query.connection());
        task.addTaskCompletionListener(shared::close);
        SelectStatement<R> select = new SelectStatement<>(shared, query, reader);
        TableScan<R> scan = new TableScan<>(shared.session(), select, ((Ranges) partition).ranges());
        return new Rows<>(select, scan);
    }

    @Override
    protected Object planKey() {
        return List.of(query, reader);
    }

    private static final class Rows<R> implements Iterator<R> {
        private final SelectStatement<R> select;
        private final TableScan<R> scan;
        private @Nullable Row next;

        Rows(SelectStatement<R> select, TableScan<R> scan) throws InterruptedException {
            this.select = select;
            this.scan = scan;
            this.next = scan.poll();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public R next() {
            Row row = next;
            if (row == null) {
                throw new NoSuchElementException();
            }
            try {
                R element = select.read(row);
                next = scan.poll();
                return element;
            } catch (RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (Exception e) {
                throw new IllegalStateException(select.table() + ": a row cannot be made an object: " + e, e);
            }
        }
    }
}
