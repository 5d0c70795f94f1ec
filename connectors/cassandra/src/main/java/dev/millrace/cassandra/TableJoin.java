package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import dev.millrace.conf.MillraceConf;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.TaskContext;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Asks Cassandra for the rows of each element's key, for many elements at the same time; their order stays. */
record TableJoin<T, R>(
        TableQuery query, ColumnSelector joinColumns, RowReaderFactory<R> reader, RowWriterFactory<T> keys)
        implements Serializable {
    /**
     * A join that can be run.
     *
     * @throws dev.millrace.error.MillraceException when Cassandra cannot be reached, or the table cannot be asked so
     */
    static <T, R> TableJoin<T, R> of(
            MillraceConf conf,
            String keyspace,
            String table,
            ColumnSelector selectColumns,
            ColumnSelector joinColumns,
            RowReaderFactory<R> reader,
            RowWriterFactory<T> keys) {
        TableQuery query = TableQuery.of(conf, keyspace, table).with(selectColumns);
        TableJoin<T, R> join = new TableJoin<>(query, joinColumns, reader, keys);
        try (SharedSession shared = SharedSession.of(query.connection())) {
            new Matches<>(shared, join, List.<T>of().iterator(), false);
        }
        return join;
    }

    /** Leaves out elements without a row. */
    record Inner<T, R>(TableJoin<T, R> join) implements PairFlatMapFunction<Iterator<T>, T, R> {
        @Override
        public Iterator<Tuple2<T, R>> call(Iterator<T> elements) {
            Iterator<Tuple2<T, Optional<R>>> matches = join.matches(elements, false);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return matches.hasNext();
                }

                @Override
                public Tuple2<T, R> next() {
                    Tuple2<T, Optional<R>> match = matches.next();
                    return new Tuple2<>(match._1(), match._2().orElseThrow());
                }
            };
        }
    }

    /** Has elements without a row too. */
    record Left<T, R>(TableJoin<T, R> join) implements PairFlatMapFunction<Iterator<T>, T, Optional<R>> {
        @Override
        public Iterator<Tuple2<T, Optional<R>>> call(Iterator<T> elements) {
            return join.matches(elements, true);
        }
    }

    private Iterator<Tuple2<T, Optional<R>>> matches(Iterator<T> elements, boolean withUnmatched) {
        SharedSession shared = SharedSession.of(query.connection());
        Objects.requireNonNull(TaskContext.get(), "no task").addTaskCompletionListener(shared::close);
        return new Matches<>(shared, this, elements, withUnmatched);
    }

    private ColumnSelector columnsOf(TableMetadata table) {
        return joinColumns.all() ? new ColumnSelector(false, Tables.columnNames(table.getPartitionKey())) : joinColumns;
    }

    /** An element, and what comes back for its key. */
    private static final class Asked<T> {
        private final T element;
        private final Answers answers;
        private boolean matched;

        Asked(T element, Answers answers) {
            this.element = element;
            this.answers = answers;
        }
    }

    /** Each element with each of its rows, and those that have none with nothing where that is wanted. */
    private static final class Matches<T, R> implements Iterator<Tuple2<T, Optional<R>>> {
        private final SelectStatement<R> select;
        private final RowWriter<T> keys;
        private final RowBinder binder;
        private final PreparedStatement prepared;
        private final @Nullable Object[] values;
        private final int width;
        private final Iterator<T> elements;
        private final boolean withUnmatched;
        private final Queue<Asked<T>> asked = new ArrayDeque<>();
        private @Nullable Tuple2<T, Optional<R>> next;

        Matches(SharedSession shared, TableJoin<T, R> join, Iterator<T> elements, boolean withUnmatched) {
            this.select = new SelectStatement<>(shared, join.query(), join.reader());
            TableMetadata table = select.metadata();
            this.keys = join.keys().rowWriter(table, join.columnsOf(table), List.of());
            List<String> names = keys.columnNames();
            this.prepared = select.prepare(names.stream()
                    .map(name -> CqlIdentifier.fromInternal(name).asCql(true) + " = ?")
                    .toList());
            this.binder = new RowBinder(shared.session(), table, prepared, names);
            this.values = new Object[names.size()];
            this.width = join.query().concurrent();
            this.elements = elements;
            this.withUnmatched = withUnmatched;
        }

        @Override
        public boolean hasNext() {
            try {
                if (next == null) {
                    next = advance();
                }
                return next != null;
            } catch (RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (Exception e) {
                throw new IllegalStateException(select.table() + ": the join failed: " + e, e);
            }
        }

        private @Nullable Tuple2<T, Optional<R>> advance() throws Exception {
            while (true) {
                while (asked.size() < width && elements.hasNext()) {
                    asked.add(ask(elements.next()));
                }
                Asked<T> first = asked.peek();
                if (first == null) {
                    return null;
                }
                Row row = first.answers.poll();
                if (row != null) {
                    first.matched = true;
                    return new Tuple2<>(first.element, Optional.of(select.read(row)));
                }
                asked.remove();
                if (withUnmatched && !first.matched) {
                    return new Tuple2<>(first.element, Optional.empty());
                }
            }
        }

        private Asked<T> ask(T element) throws Exception {
            keys.readColumnValues(element, values);
            BoundStatementBuilder statement = binder.start();
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    throw CassandraErrors.value(binder.column(i), null, ", which no key has");
                }
                statement = binder.set(statement, i, values[i], false);
            }
            return new Asked<>(element, select.send(select.finish(prepared, statement, values.length)));
        }

        @Override
        public Tuple2<T, Optional<R>> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Tuple2<T, Optional<R>> found = Objects.requireNonNull(next);
            next = null;
            return found;
        }
    }
}
