package dev.millrace.cassandra;

import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.DStream;
import java.util.List;
import java.util.Map;

/**
 * Where to begin with Cassandra; meant for static imports.
 *
 * <pre>{@code
 * functions(counts)
 *         .writerBuilder("shop", "word_counts", mapTupleToRow(String.class, Long.class))
 *         .withColumnSelector(someColumns("word", "count"))
 *         .saveToCassandra();
 * }</pre>
 *
 * <p>Names of keyspaces, tables and columns are those that Cassandra keeps: lower case, unless they were made with quotes.
 */
public final class CassandraFunctions {
    private CassandraFunctions() {}

    public static <T> RDDFunctions<T> functions(RDD<T> rdd) {
        return new RDDFunctions<>(rdd);
    }

    public static <T> DStreamFunctions<T> functions(DStream<T> stream) {
        return new DStreamFunctions<>(stream);
    }

    public static MillraceContextFunctions functions(MillraceContext context) {
        return new MillraceContextFunctions(context);
    }

    /**
     * Rows of a record or a bean: a property goes into the column of its name, or of its name in snake case ({@code wordCount} into
     * {@code word_count}).
     */
    public static <T> RowWriterFactory<T> mapToRow(Class<T> type) {
        return mapToRow(type, Map.of());
    }

    /**
     * As {@link #mapToRow(Class)}, for properties that are named otherwise than their columns.
     *
     * @param columnsByProperty names of columns by names of properties
     */
    public static <T> RowWriterFactory<T> mapToRow(Class<T> type, Map<String, String> columnsByProperty) {
        return new PropertyWriterFactory<>(type, columnsByProperty);
    }

    /** Rows of pairs, whose values go into the columns in the order of {@link #someColumns}. */
    public static <A, B> RowWriterFactory<Tuple2<A, B>> mapTupleToRow(Class<A> first, Class<B> second) {
        return new TupleWriterFactory<>(Tuple2.class);
    }

    /** Rows of triples, whose values go into the columns in the order of {@link #someColumns}. */
    public static <A, B, C> RowWriterFactory<Tuple3<A, B, C>> mapTupleToRow(
            Class<A> first, Class<B> second, Class<C> third) {
        return new TupleWriterFactory<>(Tuple3.class);
    }

    /** Rows of quadruples, whose values go into the columns in the order of {@link #someColumns}. */
    public static <A, B, C, D> RowWriterFactory<Tuple4<A, B, C, D>> mapTupleToRow(
            Class<A> first, Class<B> second, Class<C> third, Class<D> fourth) {
        return new TupleWriterFactory<>(Tuple4.class);
    }

    /**
     * Objects of rows: a record, or a bean with a constructor without arguments and public setters. Its properties are filled from the
     * columns of their names, or of these in snake case; each of them must have one.
     */
    public static <R> RowReaderFactory<R> mapRowTo(Class<R> type) {
        return type.isRecord() ? new RowReaders.OfRecord<>(type, List.of()) : new RowReaders.OfBean<>(type);
    }

    /** The values of the one column that is selected; none of them may be null. */
    public static <R> RowReaderFactory<R> mapColumnTo(Class<R> type) {
        return new RowReaders.OfColumn<>(type);
    }

    /** Pairs of the columns that are selected, in their order. */
    public static <A, B> RowReaderFactory<Tuple2<A, B>> mapRowToTuple(Class<A> first, Class<B> second) {
        return tuples(Tuple2.class, first, second);
    }

    /** Triples of the columns that are selected, in their order. */
    public static <A, B, C> RowReaderFactory<Tuple3<A, B, C>> mapRowToTuple(
            Class<A> first, Class<B> second, Class<C> third) {
        return tuples(Tuple3.class, first, second, third);
    }

    /** Quadruples of the columns that are selected, in their order. */
    public static <A, B, C, D> RowReaderFactory<Tuple4<A, B, C, D>> mapRowToTuple(
            Class<A> first, Class<B> second, Class<C> third, Class<D> fourth) {
        return tuples(Tuple4.class, first, second, third, fourth);
    }

    @SuppressWarnings("unchecked") // the callers say what the tuple is of
    private static <R> RowReaderFactory<R> tuples(Class<?> tuple, Class<?>... parts) {
        return new RowReaders.OfRecord<>((Class<R>) tuple, List.of(parts));
    }

    /** These columns, in this order. */
    public static ColumnSelector someColumns(String... columns) {
        return new ColumnSelector(false, List.of(columns));
    }

    /** All columns. */
    public static ColumnSelector allColumns() {
        return new ColumnSelector(true, List.of());
    }
}
