package dev.millrace.cassandra;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapTupleToRow;
import static dev.millrace.cassandra.CassandraFunctions.someColumns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Cassandra.Shared.class)
class OutageIT {
    private static void signal(String signal, Cassandra cassandra) throws IOException, InterruptedException {
        long pid = cassandra.process().pid();
        assertEquals(
                0,
                new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor());
    }

    @Test
    void writesWaitForAServerThatIsSilent(Cassandra cassandra) throws Exception {
        String table = cassandra.table("id int PRIMARY KEY, name text");
        List<Tuple2<Integer, String>> rows =
                IntStream.range(0, 300).mapToObj(i -> new Tuple2<>(i, "n" + i)).toList();
        try (MillraceContext context = new MillraceContext(
                cassandra.conf().set("millrace.cassandra.read.timeout", "2s").set("millrace.task.maxFailures", "1"))) {
            WriterBuilder<Tuple2<Integer, String>> builder = functions(context.parallelize(rows, 1))
                    .writerBuilder(Cassandra.KEYSPACE, table, mapTupleToRow(Integer.class, String.class))
                    .withColumnSelector(someColumns("id", "name"));
            builder.saveToCassandra(); // the session is open, and the statement prepared
            cassandra.execute("TRUNCATE tests." + table);
            signal("-STOP", cassandra);
            CompletableFuture<Void> written = CompletableFuture.runAsync(builder::saveToCassandra);
            try {
                assertThrows(TimeoutException.class, () -> written.get(3, TimeUnit.SECONDS));
            } finally {
                signal("-CONT", cassandra);
            }
            written.get(60, TimeUnit.SECONDS);
        }
        assertEquals(300, cassandra.rows(table, "id").size());
    }
}
