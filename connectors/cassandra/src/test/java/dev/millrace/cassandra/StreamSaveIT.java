package dev.millrace.cassandra;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.function.Tuple2;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Cassandra.Shared.class)
class StreamSaveIT {
    private static PairDStream<String, Long> count(TestInput<String> words) {
        return words.mapToPair((String word) -> new Tuple2<>(word, 1L)).reduceByKey(Long::sum);
    }

    private static void save(PairDStream<String, Long> counts, String table) {
        functions(counts)
                .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(String.class, Long.class))
                .withColumnSelector(someColumns("word", "count"))
                .saveToCassandra();
    }

    @Test
    void aBatchThatRunsAgainChangesNothing(Cassandra cassandra) {
        String table = cassandra.table("word text PRIMARY KEY, count bigint");
        List<String> after;
        long second;
        try (StreamTestDriver driver = new StreamTestDriver(cassandra.conf(), Durations.seconds(1))) {
            TestInput<String> words = driver.input();
            save(count(words), table);
            words.add("to", "be", "to");
            driver.advance();
            words.add("to");
            driver.advance();
            second = driver.time().milliseconds();
            after = cassandra.rows(table, "word, count, writetime(count)");
            assertEquals(List.of("be|1|" + (second - 1000) * 1000, "to|1|" + second * 1000), after);
        }
        // the first batch once more, as a driver does that was not told of its end, after the second one
        try (StreamTestDriver driver = new StreamTestDriver(cassandra.conf(), Durations.seconds(1))) {
            TestInput<String> words = driver.input();
            save(count(words), table);
            words.add("to", "be", "to");
            driver.advance();
            assertEquals(second - 1000, driver.time().milliseconds());
        }
        assertEquals(after, cassandra.rows(table, "word, count, writetime(count)"));
    }

    @Test
    void childStreamsGoToTablesOfTheirOwnThroughOneSession(Cassandra cassandra) {
        String counts = cassandra.table("word text PRIMARY KEY, count bigint");
        String lengths = cassandra.table(Cassandra.OTHER_KEYSPACE, "word text PRIMARY KEY, length int");
        String long_words = cassandra.table(Cassandra.OTHER_KEYSPACE, "word text PRIMARY KEY, count bigint");
        try (StreamTestDriver driver = new StreamTestDriver(cassandra.conf(), Durations.seconds(1))) {
            TestInput<String> words = driver.input();
            save(count(words), counts);
            functions(words.mapToPair((String word) -> new Tuple2<>(word, word.length())))
                    .writerBuilder(Cassandra.OTHER_KEYSPACE, lengths, mapTupleToRow(String.class, Integer.class))
                    .withColumnSelector(someColumns("word", "length"))
                    .saveToCassandra();
            count(words)
                    .foreachRDD(rdd -> functions(rdd.filter(pair -> pair._1().length() > 2))
                            .writerBuilder(
                                    Cassandra.OTHER_KEYSPACE, long_words, mapTupleToRow(String.class, Long.class))
                            .withColumnSelector(someColumns("word", "count"))
                            .saveToCassandra());
            words.add("to", "and", "to");
            driver.advance();
            assertEquals(1, SharedSession.openSessions());
            assertEquals(
                    List.of("and|1|" + driver.time().milliseconds() * 1000),
                    cassandra.rows(Cassandra.OTHER_KEYSPACE, long_words, "word, count, writetime(count)"));
        }
        assertEquals(List.of("and|1", "to|2"), cassandra.rows(counts, "word, count"));
        assertEquals(List.of("and|3", "to|2"), cassandra.rows(Cassandra.OTHER_KEYSPACE, lengths, "word, length"));
        await().until(() -> SharedSession.openSessions() == 0);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("cassandra-sessions")));
    }
}
