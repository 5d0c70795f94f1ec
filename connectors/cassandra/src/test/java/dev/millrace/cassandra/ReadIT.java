package dev.millrace.cassandra;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapColumnTo;
import static dev.millrace.cassandra.CassandraFunctions.mapRowTo;
import static dev.millrace.cassandra.CassandraFunctions.mapRowToTuple;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.Durations;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.io.Serializable;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Cassandra.Shared.class)
class ReadIT {
    record Reading(String sensor, int dayOfYear, double value) {}

    record Sensor(String name) {}

    /** A bean, as older programs have them. */
    public static final class ReadingBean implements Serializable {
        private String sensor = "";
        private int dayOfYear;

        ReadingBean() {}

        public void setSensor(String sensor) {
            this.sensor = sensor;
        }

        public void setDayOfYear(int dayOfYear) {
            this.dayOfYear = dayOfYear;
        }

        @Override
        public String toString() {
            return sensor + " " + dayOfYear;
        }
    }

    private static final int DAYS = 300;

    /** Two sensors, a row a day. */
    private static String filled(Cassandra cassandra, MillraceContext context) {
        String table = cassandra.table(
                "sensor text, day_of_year int, value double, note text, PRIMARY KEY (sensor, day_of_year)");
        List<Reading> readings = IntStream.range(0, 2 * DAYS)
                .mapToObj(i -> new Reading(i % 2 == 0 ? "even" : "odd", i / 2, i))
                .toList();
        functions(context.parallelize(readings, 2))
                .writerBuilder(Cassandra.KEYSPACE, table, CassandraFunctions.mapToRow(Reading.class))
                .saveToCassandra();
        return table;
    }

    @Test
    void everyRowIsReadOnceWhateverTheSplits(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, name text");
        List<Integer> ids = IntStream.range(0, 1000).boxed().toList();
        MillraceConf conf = cassandra.conf().set("spark.cassandra.input.fetch.sizeInRows", "50");
        try (MillraceContext context = new MillraceContext(conf)) {
            functions(context.parallelize(ids, 2).map(id -> new Tuple2<>(id, "n" + id)))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Integer.class, String.class))
                    .withColumnSelector(someColumns("id", "name"))
                    .saveToCassandra();
            for (int splits : new int[] {1, 3, 16}) {
                CassandraTableRDD<Integer> all = functions(context)
                        .cassandraTable(Cassandra.KEYSPACE, table, mapColumnTo(Integer.class))
                        .select("id")
                        .withSplitCount(splits);
                assertTrue(all.getNumPartitions() >= splits, () -> "partitions: " + all.getNumPartitions());
                assertEquals(ids, all.collect().stream().sorted().toList());
            }
            CassandraRow row = functions(context)
                    .cassandraTable(Cassandra.KEYSPACE, table)
                    .where("name = ?", "n7")
                    .first();
            assertEquals(7, row.getInt("id"));
            assertEquals("CassandraRow{id=7, name=n7}", row.toString());
        }
    }

    @Test
    void cassandraChoosesColumnsAndRows(Cassandra cassandra) {
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            String table = filled(cassandra, context);
            CassandraTableRDD<Reading> late = functions(context)
                    .cassandraTable(Cassandra.KEYSPACE, table, mapRowTo(Reading.class))
                    .where("day_of_year >= ?", 298L);
            assertEquals(
                    Set.of(
                            new Reading("even", 298, 596),
                            new Reading("even", 299, 598),
                            new Reading("odd", 298, 597),
                            new Reading("odd", 299, 599)),
                    Set.copyOf(late.collect()));

            CassandraTableRDD<Tuple2<Integer, Double>> one = functions(context)
                    .cassandraTable(Cassandra.KEYSPACE, table, mapRowToTuple(Integer.class, Double.class))
                    .select("day_of_year", "value")
                    .where("sensor = ?", "odd")
                    .where("day_of_year < ?", 2);
            assertEquals(1, one.getNumPartitions());
            assertEquals(List.of(new Tuple2<>(0, 1.0), new Tuple2<>(1, 3.0)), one.collect());
            assertEquals(1, one.limit(1).count());
        }
    }

    @Test
    void beansAreFilledByTheirSetters(Cassandra cassandra) {
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            String table = filled(cassandra, context);
            assertEquals(
                    List.of("odd 0", "odd 1"),
                    functions(context)
                            .cassandraTable(Cassandra.KEYSPACE, table, mapRowTo(ReadingBean.class))
                            .where("sensor = ?", "odd")
                            .where("day_of_year < ?", 2)
                            .map(ReadingBean::toString)
                            .collect());
            String other = cassandra.table("id int PRIMARY KEY, sensor text");
            assertRefused(
                    functions(context).cassandraTable("tests", other, mapRowTo(ReadingBean.class)),
                    "no column for",
                    "ReadingBean.dayOfYear");
            assertRefused(
                    functions(context).cassandraTable("tests", other, mapRowTo(Integer.class)),
                    "expected a record, or a bean with a constructor without arguments, found java.lang.Integer");
        }
    }

    @Test
    void valuesAsTheClassWantsThem(Cassandra cassandra) {
        String table = cassandra.table("id bigint PRIMARY KEY, at timestamp, name text");
        cassandra.execute("INSERT INTO tests." + table + " (id, at) VALUES (1, 1000)");
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            assertEquals(
                    List.of(new Tuple3<>(1, Date.from(Instant.ofEpochSecond(1)), null)),
                    functions(context)
                            .cassandraTable(
                                    Cassandra.KEYSPACE, table, mapRowToTuple(Integer.class, Date.class, String.class))
                            .select("id", "at", "name")
                            .collect());
        }
    }

    @Test
    void whatCannotBeReadIsRefused(Cassandra cassandra) {
        try (MillraceContext context = new MillraceContext(cassandra.conf().set("millrace.task.maxFailures", "1"))) {
            String table = cassandra.table("id int PRIMARY KEY, name text");
            cassandra.execute("INSERT INTO tests." + table + " (id, name) VALUES (1, 'a')");
            assertRefused(
                    functions(context).cassandraTable("tests", table, mapRowTo(Reading.class)),
                    "no column for",
                    "Reading.sensor");
            assertRefused(functions(context).cassandraTable("tests", table).select("nam"), "did you mean name?");
            assertRefused(
                    functions(context).cassandraTable("tests", table).where("nam = ?", 1), "tests." + table, "nam");
            assertRefused(
                    functions(context)
                            .cassandraTable("tests", table, mapColumnTo(Integer.class))
                            .select("name"),
                    "tests." + table + ", column name",
                    "expected java.lang.Integer, found a java.lang.String");
        }
    }

    private static void assertRefused(CassandraTableRDD<?> rdd, String... parts) {
        MillraceException refusal = assertThrows(MillraceException.class, rdd::collect);
        for (String part : parts) {
            assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
        }
    }

    @Test
    void joinsAskForTheKeysOfTheElements(Cassandra cassandra) {
        MillraceConf conf = cassandra.conf().set("millrace.cassandra.concurrent.reads", "3");
        try (MillraceContext context = new MillraceContext(conf)) {
            String table = filled(cassandra, context);
            List<Tuple2<String, Integer>> keys = IntStream.range(0, 50)
                    .mapToObj(i -> new Tuple2<>(i % 3 == 0 ? "even" : i % 3 == 1 ? "odd" : "none", i))
                    .toList();
            List<Tuple2<Tuple2<String, Integer>, Double>> found = functions(context.parallelize(keys, 2))
                    .joinWithCassandraTable(
                            Cassandra.KEYSPACE,
                            table,
                            someColumns("value"),
                            someColumns("sensor", "day_of_year"),
                            mapColumnTo(Double.class),
                            mapTupleToRow(String.class, Integer.class))
                    .collect();
            assertEquals(
                    keys.stream()
                            .filter(key -> !key._1().equals("none"))
                            .map(key ->
                                    new Tuple2<>(key, key._2() * 2.0 + (key._1().equals("odd") ? 1 : 0)))
                            .collect(Collectors.toList()),
                    found);
        }
    }

    @Test
    void leftJoinsHaveEachElement(Cassandra cassandra) {
        try (MillraceContext context = new MillraceContext(cassandra.conf())) {
            String table = filled(cassandra, context);
            List<Tuple2<String, Integer>> keys = List.of(
                    new Tuple2<>("even", 1),
                    new Tuple2<>("none", 2),
                    new Tuple2<>("odd", DAYS),
                    new Tuple2<>("odd", 3));
            assertEquals(
                    List.of(
                            new Tuple2<>(keys.get(0), Optional.of(2.0)),
                            new Tuple2<>(keys.get(1), Optional.empty()),
                            new Tuple2<>(keys.get(2), Optional.empty()),
                            new Tuple2<>(keys.get(3), Optional.of(7.0))),
                    functions(context.parallelize(keys, 2))
                            .leftJoinWithCassandraTable(
                                    Cassandra.KEYSPACE,
                                    table,
                                    someColumns("value"),
                                    someColumns("sensor", "day_of_year"),
                                    mapColumnTo(Double.class),
                                    mapTupleToRow(String.class, Integer.class))
                            .collect());
            assertEquals(
                    DAYS + 1L,
                    functions(context.parallelize(List.of(new Sensor("odd"), new Sensor("none")), 1))
                            .leftJoinWithCassandraTable(
                                    Cassandra.KEYSPACE,
                                    table,
                                    someColumns("value"),
                                    someColumns("sensor"),
                                    mapColumnTo(Double.class),
                                    CassandraFunctions.mapToRow(Sensor.class, java.util.Map.of("name", "sensor")))
                            .count(),
                    "each row of a key, and one element that has none");
        }
    }

    @Test
    void streamsJoinWithWhatIsThereAtTheirTime(Cassandra cassandra) {
        String table = cassandra.table("id int PRIMARY KEY, name text");
        try (StreamTestDriver driver = new StreamTestDriver(cassandra.conf(), Durations.seconds(1))) {
            TestInput<Reading> readings = driver.input();
            List<List<Tuple2<Reading, String>>> joined = driver.collect(functions(readings)
                    .joinWithCassandraTable(
                            Cassandra.KEYSPACE,
                            table,
                            someColumns("name"),
                            someColumns("id"),
                            mapColumnTo(String.class),
                            CassandraFunctions.mapToRow(Reading.class, java.util.Map.of("dayOfYear", "id"))));
            Reading reading = new Reading("a", 7, 1);
            readings.add(reading);
            driver.advance();
            cassandra.execute("INSERT INTO tests." + table + " (id, name) VALUES (7, 'seventh')");
            readings.add(reading);
            driver.advance();
            assertEquals(List.of(List.of(), List.of(new Tuple2<>(reading, "seventh"))), joined);
        }
    }
}
