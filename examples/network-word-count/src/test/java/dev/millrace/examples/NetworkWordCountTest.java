package dev.millrace.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class NetworkWordCountTest {
    @Test
    void countsTheWordsOfEachBatch() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            TestInput<String> lines = driver.input();
            List<List<Tuple2<String, Integer>>> counts = driver.collect(NetworkWordCount.countWords(lines));
            lines.add("to be", "or not to be");
            driver.advance();
            driver.advance();
            assertEquals(
                    Set.of(new Tuple2<>("to", 2), new Tuple2<>("be", 2), new Tuple2<>("or", 1), new Tuple2<>("not", 1)),
                    Set.copyOf(counts.get(0)));
            assertEquals(List.of(), counts.get(1));
        }
    }

    @Test
    void countsWhatARealServerSends() throws Exception {
        Map<String, Integer> totals = new ConcurrentHashMap<>();
        MillraceConf conf = new MillraceConf().setMaster("local[2]");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamingContext context = new StreamingContext(conf, Durations.milliseconds(20))) {
            NetworkWordCount.countWords(context.socketTextStream("localhost", server.getLocalPort()))
                    .foreachRDD(counts -> {
                        counts.collect().forEach(count -> totals.merge(count._1(), count._2(), Integer::sum));
                    });
            context.start();
            try (Socket client = server.accept()) {
                client.getOutputStream().write("ein Wort und noch ein Wort\n".getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
                await().until(() -> totals, Map.of("ein", 2, "Wort", 2, "und", 1, "noch", 1)::equals);
            }
        }
    }

    @Test
    void namesTheArgumentsThatItExpects() {
        MillraceException none = assertThrows(MillraceException.class, () -> NetworkWordCount.main(new String[0]));
        assertEquals(ErrorCode.ARGUMENT, none.code());
        assertTrue(none.getMessage().contains("HOST and PORT"), none::getMessage);
    }
}
