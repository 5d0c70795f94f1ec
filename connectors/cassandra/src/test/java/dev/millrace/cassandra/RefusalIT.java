package dev.millrace.cassandra;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapToRow;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be written is refused before anything runs, or with an error that names the place. */
@ExtendWith(Cassandra.Shared.class)
class RefusalIT {
    record Named(int id, String fullName) {}

    private static WriterBuilder<Named> named(MillraceContext context, String keyspace, String table) {
        return functions(context.parallelize(List.of(new Named(1, "a")), 1))
                .writerBuilder(keyspace, table, mapToRow(Named.class));
    }

    private static <A, B> WriterBuilder<Tuple2<A, B>> pair(
            MillraceContext context, String table, Tuple2<A, B> row, Class<A> first, Class<B> second) {
        return functions(context.parallelize(List.of(row), 1))
                .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(first, second));
    }

    private static void assertRefused(WriterBuilder<?> builder, String... parts) {
        MillraceException refusal = assertThrows(MillraceException.class, builder::saveToCassandra);
        for (String part : parts) {
            assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
        }
    }

    @Test
    void whatDoesNotExist(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, full_name text");
        String other = cassandra.table("id int PRIMARY KEY, fullnam text");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            assertRefused(named(context, "testz", table), "no keyspace testz", "did you mean tests?");
            assertRefused(named(context, "tests", table + "x"), "keyspace tests has no table " + table + "x");
            assertRefused(
                    named(context, "tests", other), "tests." + other, "no column for", "Named.fullName", "fullnam");
            assertRefused(
                    named(context, "tests", table).withColumnSelector(someColumns("id", "nam")),
                    "tests." + table + " has no column nam",
                    "id, full_name");
            assertRefused(
                    named(context, "tests", table).withColumnSelector(someColumns("full_name")),
                    "tests." + table,
                    "primary key column id");
            assertThrows(MillraceException.class, () -> mapToRow(Named.class, Map.of("nam", "id")));
        }
    }

    @Test
    void whatCannotBeRepeated(Cassandra cassandra) {
        String counters = cassandra.table("id int PRIMARY KEY, hits counter");
        String lists = cassandra.table("id int PRIMARY KEY, words list<text>");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            Tuple2<Integer, Long> hits = new Tuple2<>(1, 1L);
            assertRefused(
                    pair(context, counters, hits, Integer.class, Long.class)
                            .withColumnSelector(someColumns("id", "hits")),
                    "tests." + counters + ", column hits",
                    "counter");
            WriterBuilder<?> words = functions(context.parallelize(List.of(new Tuple2<>(1, List.of("a", "b"))), 1))
                    .writerBuilder(Cassandra.KEYSPACE, lists, new TupleWriterFactory<>(Tuple2.class))
                    .withColumnSelector(someColumns("id", "words"));
            assertRefused(words, "tests." + lists + ", column words", "frozen");
            words.withAutoTimestamp().saveToCassandra();
            assertEquals(List.of("1|[a, b]"), cassandra.rows(lists, "id, words"));
            assertRefused(words.withConstantTimestamp(1).withIfNotExists(true), "withIfNotExists");
        }
    }

    /** What {@link #whatCannotBeRepeated} is about. */
    @Test
    void cassandraAddsToAListThatIsWrittenTwice(Cassandra cassandra) {
        String lists = cassandra.table("id int PRIMARY KEY, words list<text>");
        String insert = "INSERT INTO tests." + lists + " (id, words) VALUES (1, ['a']) USING TIMESTAMP 1000";
        cassandra.execute(insert);
        cassandra.execute(insert);
        assertEquals(List.of("1|[a, a]"), cassandra.rows(lists, "id, words"));
    }

    @Test
    void valuesThatDoNotFit(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, small smallint, at timestamp");
        try (MillraceContext context = new MillraceContext(cassandra.conf().set("millrace.task.maxFailures", "1"))) {
            assertRefused(
                    pair(context, table, new Tuple2<>(1, "secret"), Integer.class, String.class)
                            .withColumnSelector(someColumns("id", "small")),
                    "table tests." + table + ", column small",
                    "expected smallint (Short or a number that fits)",
                    "found a java.lang.String");
            assertRefused(
                    pair(context, table, new Tuple2<>(1, 70_000), Integer.class, Integer.class)
                            .withColumnSelector(someColumns("id", "small")),
                    "column small",
                    "java.lang.Integer whose value it cannot hold");
            assertRefused(
                    pair(context, table, new Tuple2<>((Integer) null, 1), Integer.class, Integer.class)
                            .withColumnSelector(someColumns("id", "small")),
                    "column id",
                    "found null, which a primary key cannot have");
            assertRefused(
                    pair(context, table, new Tuple2<>(1, 1), Integer.class, Integer.class),
                    "a Tuple2 has 2 values for the columns id, at, small");
        }
    }

    @Test
    void noServer(Cassandra cassandra) {
        try (MillraceContext context =
                new MillraceContext(cassandra.conf().set("millrace.cassandra.connection.port", "1"))) {
            MillraceException refusal = assertThrows(
                    MillraceException.class,
                    () -> named(context, "tests", "any").saveToCassandra());
            assertEquals(ErrorCode.NETWORK, refusal.code());
            assertTrue(refusal.getMessage().contains("Cassandra at 127.0.0.1"), refusal::getMessage);
        }
    }
}
