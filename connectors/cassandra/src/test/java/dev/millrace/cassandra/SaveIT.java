package dev.millrace.cassandra;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapToRow;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import dev.millrace.rdd.MillraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Cassandra.Shared.class)
class SaveIT {
    enum Colour {
        RED
    }

    record Place(String city, int zip) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record Everything(
            String id,
            int number,
            long bigNumber,
            short tiny,
            double ratio,
            boolean flag,
            byte[] bytes,
            Instant at,
            Colour colour,
            List<Integer> list,
            Set<String> tags,
            Map<String, Long> counts,
            Place place,
            Tuple2<String, Integer> pair) {}

    record Reading(String sensor, @Nullable Double value) {}

    record Expiring(int id, String name, Duration life, Instant seen) {}

    public static final class Bean {
        private final int key;

        Bean(int key) {
            this.key = key;
        }

        public int getKey() {
            return key;
        }

        public boolean isRed() {
            return true;
        }

        public String getLongName() {
            return "bean-" + key;
        }
    }

    @Test
    void tuplesGoIntoTheColumnsThatAreNamed(Cassandra cassandra) {
        String table = cassandra.table("word text PRIMARY KEY, count bigint, rest text");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            functions(context.parallelize(List.of(new Tuple2<>("to", 2L), new Tuple2<>("be", 1L)), 2))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(String.class, Long.class))
                    .withColumnSelector(someColumns("word", "count"))
                    .saveToCassandra();
        }
        assertEquals(List.of("be|1|null", "to|2|null"), cassandra.rows(table, "word, count, rest"));
    }

    @Test
    void recordsWithAllKindsOfValues(Cassandra cassandra) {
        cassandra.execute("CREATE TYPE tests.place (city text, zip bigint)");
        String table = cassandra.table("id text PRIMARY KEY, number int, big_number varint, tiny tinyint, ratio float,"
                + " flag boolean, bytes blob, at timestamp, colour text, list frozen<list<bigint>>, tags set<text>,"
                + " counts map<text, int>, place frozen<place>, pair tuple<text, bigint>");
        Everything row = new Everything(
                "a",
                1,
                2L,
                (short) 3,
                0.5,
                true,
                new byte[] {1, 2},
                Instant.ofEpochMilli(1000),
                Colour.RED,
                List.of(1, 2),
                Set.of("x"),
                Map.of("k", 7L),
                new Place("Ulm", 89_073),
                new Tuple2<>("t", 9));
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            functions(context.parallelize(List.of(row), 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapToRow(Everything.class))
                    .saveToCassandra();
        }
        assertEquals(
                List.of("a|1|2|3|0.5|true|1970-01-01T00:00:01Z|RED|[1, 2]|[x]|{k=7}"),
                cassandra.rows(table, "id, number, big_number, tiny, ratio, flag, at, colour, list, tags, counts"));
        assertEquals(List.of("Ulm|89073"), cassandra.rows(table, "place.city, place.zip"));
    }

    @Test
    void beansWithNamesOfTheirOwn(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, red boolean, long_name text");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            functions(context.parallelize(List.of(1, 2), 1).map(Bean::new))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapToRow(Bean.class, Map.of("key", "id")))
                    .withConsistencyLevel(ConsistencyLevel.ONE)
                    .saveToCassandra();
        }
        assertEquals(List.of("1|true|bean-1", "2|true|bean-2"), cassandra.rows(table, "id, red, long_name"));
    }

    @Test
    void nullDeletesUnlessItIsIgnored(Cassandra cassandra) {
        String table = cassandra.table("sensor text PRIMARY KEY, value double");
        cassandra.execute("INSERT INTO tests." + table + " (sensor, value) VALUES ('a', 1) USING TIMESTAMP 1");
        cassandra.execute("INSERT INTO tests." + table + " (sensor, value) VALUES ('b', 1) USING TIMESTAMP 1");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            functions(context.parallelize(List.of(new Reading("a", null)), 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapToRow(Reading.class))
                    .saveToCassandra();
            functions(context.parallelize(List.of(new Reading("b", null)), 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapToRow(Reading.class))
                    .withIgnoreNulls(true)
                    .saveToCassandra();
        }
        assertEquals(List.of("a|null", "b|1.0"), cassandra.rows(table, "sensor, value"));
    }

    @Test
    void lifetimesAndTimestamps(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, name text");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            functions(context.parallelize(List.of(new Tuple2<>(1, "a")), 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Integer.class, String.class))
                    .withColumnSelector(someColumns("id", "name"))
                    .withConstantTTL(Duration.ofDays(1))
                    .withConstantTimestamp(77)
                    .saveToCassandra();
            Expiring row = new Expiring(2, "b", Duration.ofDays(2), Instant.ofEpochSecond(5));
            functions(context.parallelize(List.of(row), 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapToRow(Expiring.class))
                    .withPerRowTTL("life")
                    .withPerRowTimestamp("seen")
                    .saveToCassandra();
            functions(context.parallelize(List.of(new Tuple4<>(3, "c", 99L, 259_200)), 1))
                    .writerBuilder(
                            Cassandra.KEYSPACE,
                            table,
                            mapTupleToRow(Integer.class, String.class, Long.class, Integer.class))
                    .withColumnSelector(someColumns("id", "name"))
                    .withPerRowTTL("ttl")
                    .withPerRowTimestamp("at")
                    .saveToCassandra();
        }
        assertEquals(List.of("1|77", "2|5000000", "3|99"), cassandra.rows(table, "id, writetime(name)"));
        List<Long> days = cassandra.rows(table, "ttl(name)").stream()
                .map(seconds -> Math.round(Long.parseLong(seconds) / 86_400.0))
                .toList();
        assertEquals(Set.of(1L, 2L, 3L), Set.copyOf(days));
    }

    @Test
    void manyRowsInFewRequestsOrSlowly(Cassandra cassandra) {
        String table = cassandra.table("day int, minute int, value text, PRIMARY KEY (day, minute)");
        List<Tuple3<Integer, Integer, String>> rows = IntStream.range(0, 5000)
                .mapToObj(i -> new Tuple3<>(i % 37, i, "value of " + i))
                .toList();
        try (MillraceContext context =
                new MillraceContext(cassandra.conf().set("spark.cassandra.output.batch.grouping.buffer.size", "20"))) {
            WriterBuilder<Tuple3<Integer, Integer, String>> all = functions(context.parallelize(rows, 3))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Integer.class, Integer.class, String.class))
                    .withColumnSelector(someColumns("day", "minute", "value"));
            all.withBatchSizeInBytes(2000).withParallelismLevel(4).saveToCassandra();
            assertEquals(5000, cassandra.rows(table, "value").size());
            cassandra.execute("TRUNCATE tests." + table);

            long start = System.nanoTime();
            functions(context.parallelize(rows.subList(0, 400), 1)) // some 10 KiB
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Integer.class, Integer.class, String.class))
                    .withColumnSelector(someColumns("day", "minute", "value"))
                    .withThroughputMiBPS(0.01)
                    .withBatchSizeInBytes(0)
                    .saveToCassandra();
            assertTrue(System.nanoTime() - start > 600_000_000L, "faster than it may be");
            assertEquals(400, cassandra.rows(table, "value").size());
        }
    }

    @Test
    void rowsThatAreThereStay(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, name text");
        cassandra.execute("INSERT INTO tests." + table + " (id, name) VALUES (1, 'first')");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            functions(context.parallelize(List.of(new Tuple2<>(1, "x"), new Tuple2<>(2, "y")), 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Integer.class, String.class))
                    .withColumnSelector(someColumns("id", "name"))
                    .withIfNotExists(true)
                    .saveToCassandra();
        }
        assertEquals(List.of("1|first", "2|y"), cassandra.rows(table, "id, name"));
    }
}
