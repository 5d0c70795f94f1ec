package dev.millrace.examples.weather;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapRowTo;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.millrace.cassandra.server.CassandraServer;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.Durations;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeatherRollupIT {
    private static final int DAYS = 3;

    @TempDir
    Path folder;

    @Test
    void theStreamAndHistoryMakeTheSameTables() throws Exception {
        Assumptions.assumeTrue(CassandraServer.isAvailable(), "Cassandra needs a Java from 17 to 23");
        try (CassandraServer server = CassandraServer.start(folder.resolve("cassandra"), null)) {
            makeTables(server, "live", "history");
            MillraceConf conf = conf(server);
            List<String> readings = GenerateReadings.lines(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(DAYS)));
            Path late = folder.resolve("late");
            try (StreamTestDriver driver = new StreamTestDriver(conf, Durations.seconds(3600))) {
                TestInput<String> input = driver.input();
                WeatherRollup.define(input, late.toString(), "live");
                for (List<String> batch : withLateOnes(readings)) {
                    batch.forEach(input::add);
                    driver.advance();
                }
                assertEquals(
                        List.of(),
                        driver.millraceContext().textFile(late + "/late-*").collect());
            }
            try (MillraceContext context = new MillraceContext(conf.setMaster("local[2]"))) {
                RecomputeHistory.run(context.parallelize(readings, 3), "history");
                for (Grain grain : Grain.values()) {
                    List<Rollup> expected = rows(context, "history", grain);
                    assertEquals(expected, rows(context, "live", grain));
                    assertEquals(
                            GenerateReadings.STATIONS.size() * DAYS * (grain == Grain.DAY ? 1 : 24), expected.size());
                    long each = grain == Grain.DAY ? 144 : 6;
                    assertTrue(expected.stream().allMatch(row -> row.readings() == each), expected.toString());
                }
            }
        }
    }

    /** A batch for each hour; every seventh reading comes a day after its time. */
    private static List<List<String>> withLateOnes(List<String> readings) {
        int hours = DAYS * 24;
        List<List<String>> batches = new ArrayList<>();
        for (int i = 0; i < hours + 24; i++) {
            batches.add(new ArrayList<>());
        }
        int perHour = readings.size() / hours;
        for (int i = 0; i < readings.size(); i++) {
            batches.get(i / perHour + (i % 7 == 0 ? 24 : 0)).add(readings.get(i));
        }
        return batches;
    }

    @Test
    void whatIsTooLateIsSavedBesideAndHistoryTakesItIn() throws Exception {
        Assumptions.assumeTrue(CassandraServer.isAvailable(), "Cassandra needs a Java from 17 to 23");
        try (CassandraServer server = CassandraServer.start(folder.resolve("cassandra"), null)) {
            makeTables(server, "live");
            MillraceConf conf = conf(server);
            Path late = folder.resolve("late");
            String inTime = "hill,1970-01-08T00:10:00Z,2.0";
            String tooLate = "hill,1970-01-01T00:20:00Z,-3.5";
            try (StreamTestDriver driver = new StreamTestDriver(conf, Durations.seconds(24 * 3600))) {
                TestInput<String> input = driver.input();
                WeatherRollup.define(input, late.toString(), "live");
                driver.advance(7);
                input.add(inTime, tooLate);
                driver.advance();
                assertEquals(
                        List.of(tooLate),
                        driver.millraceContext().textFile(late + "/late-*").collect());
            }
            try (MillraceContext context = new MillraceContext(conf.setMaster("local[2]"))) {
                Rollup kept = new Rollup("hill", Instant.parse("1970-01-08T00:00:00Z"), 1, 2.0, 2.0, 2.0);
                assertEquals(List.of(kept), rows(context, "live", Grain.HOUR));
                RecomputeHistory.run(context.parallelize(List.of(inTime, tooLate), 1), "live");
                Rollup taken = new Rollup("hill", Instant.EPOCH, 1, -3.5, -3.5, -3.5);
                assertEquals(List.of(taken, kept), rows(context, "live", Grain.HOUR));
            }
        }
    }

    private static MillraceConf conf(CassandraServer server) {
        return new MillraceConf()
                .setAppName("weather-rollup")
                .set("millrace.cassandra.connection.host", "127.0.0.1")
                .set("millrace.cassandra.connection.port", String.valueOf(server.port()))
                .set("millrace.cassandra.auth.username", CassandraServer.USER)
                .set("millrace.cassandra.auth.password", CassandraServer.PASSWORD);
    }

    /** As the README says. The server makes its user a moment after it listens. */
    private static void makeTables(CassandraServer server, String... keyspaces) throws Exception {
        String schema = Files.readString(Path.of("schema.cql")).replaceAll("--.*\n", "");
        try (CqlSession session = await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(
                        () -> CqlSession.builder()
                                .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                                .withLocalDatacenter("datacenter1")
                                .withAuthCredentials(CassandraServer.USER, CassandraServer.PASSWORD)
                                .build(),
                        opened -> true)) {
            for (String keyspace : keyspaces) {
                session.execute("CREATE KEYSPACE " + keyspace
                        + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
                for (String statement : schema.split(";")) {
                    if (!statement.isBlank()) {
                        session.execute(statement.replace("CREATE TABLE ", "CREATE TABLE " + keyspace + "."));
                    }
                }
            }
        }
    }

    private static List<Rollup> rows(MillraceContext context, String keyspace, Grain grain) {
        List<Rollup> rows = new ArrayList<>(functions(context)
                .cassandraTable(keyspace, grain.table(), mapRowTo(Rollup.class))
                .collect());
        rows.sort(Comparator.comparing(Rollup::station).thenComparing(Rollup::start));
        return rows;
    }

    @Test
    void namesTheArgumentsThatItExpects() {
        MillraceException none = assertThrows(MillraceException.class, () -> WeatherRollup.main(new String[0]));
        assertTrue(none.getMessage().contains("DIRECTORY, DIRECTORY and KEYSPACE"), none::getMessage);
        assertThrows(MillraceException.class, () -> RecomputeHistory.main(new String[0]));
    }

    @Test
    void aLineThatIsNoReadingIsNamed() {
        assertEquals(
                "hill,1970-01-01T00:20:00Z,-3.5",
                Reading.parse("hill,1970-01-01T00:20:00Z,-3.5").toLine());
        String message = assertThrows(IllegalArgumentException.class, () -> Reading.parse("hill"))
                .getMessage();
        assertTrue(message.contains("found \"hill\""), message);
    }
}
