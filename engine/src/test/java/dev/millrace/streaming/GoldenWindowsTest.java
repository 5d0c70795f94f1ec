package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.clock.ManualClock;
import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job with windows and state goes on from checkpoints that earlier versions wrote: of format 1, which has the ranges that windows
 * reach back to, and of format 2, which has their partial results. With {@code -Dmillrace.golden.write=NAME} the test writes one of
 * this version. It is left in the middle: six batches complete, a seventh with ranges alone.
 */
class GoldenWindowsTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "checkpoints");
    private static final Duration BATCH = Durations.milliseconds(100);
    private static final long START = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);
    private final Map<String, Object> results = Collections.synchronizedMap(new HashMap<>());

    private void collect(String name, PairDStream<String, Long> stream, long failAt) {
        stream.foreachPairRDD((rdd, time) -> {
            long number = (time.milliseconds() - START) / BATCH.milliseconds();
            if (number == failAt) {
                throw new IOException("left in the middle");
            }
            results.put(name + " at " + number, new HashMap<>(rdd.collectAsMap()));
        });
    }

    /** @param failAt batch that fails, from 1; 0 for none */
    private StreamingContext start(Path directory, long failAt) {
        MillraceConf conf = new MillraceConf().setMaster("local[1]").setAppName("golden");
        StreamingContext context = new StreamingContext(new MillraceContext(conf), BATCH, clock);
        context.checkpoint(directory.toString());
        PairDStream<String, Long> numbers =
                context.rateStream(100, 2, n -> n).mapToPair(n -> new Tuple2<>("key-" + n % 3, n));
        collect(
                "sums",
                numbers.reduceByKeyAndWindow(Long::sum, (all, left) -> all - left, BATCH.times(4), BATCH, 2, null)
                        .uid("sums"),
                failAt);
        collect(
                "largest",
                numbers.reduceByKeyAndWindow(Long::max, BATCH.times(6), BATCH.times(2), 2)
                        .uid("largest"),
                failAt);
        collect(
                "totals",
                numbers.<Long>updateStateByKey(
                                (List<Long> values, Optional<Long> sum) -> Optional.of(sum.orElse(0L)
                                        + values.stream().mapToLong(n -> n).sum()),
                                2)
                        .uid("totals"),
                failAt);
        context.start();
        return context;
    }

    private void await(long number) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> results.containsKey("totals at " + number));
    }

    private void tick(long number) {
        clock.advance(BATCH.milliseconds());
        await(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"format-1-windows", "format-2"})
    void theWindowsAreThere(String golden) throws IOException {
        if (golden.equals(System.getProperty("millrace.golden.write"))) {
            write(golden);
        } else {
            clock.advance(7 * BATCH.milliseconds());
        }
        Path copy = folder.resolve("copy");
        Path from = GOLDEN.resolve(golden);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        results.clear();
        StreamingContext context = start(copy, 0);
        await(7);
        tick(8);
        context.stop(true, true);
        StreamingContext next = start(copy, 0);
        tick(9);
        tick(10);
        next.stop(true, true);
        for (int batch = 7; batch <= 10; batch++) {
            assertEquals(sums(10L * (batch - 4), 10L * batch), results.get("sums at " + batch), "sums at " + batch);
            assertEquals(sums(0, 10L * batch), results.get("totals at " + batch), "totals at " + batch);
        }
        assertEquals(Map.of("key-0", 78L, "key-1", 79L, "key-2", 77L), results.get("largest at 8"));
        assertEquals(Map.of("key-0", 99L, "key-1", 97L, "key-2", 98L), results.get("largest at 10"));
    }

    private static Map<String, Long> sums(long from, long to) {
        Map<String, Long> sums = new HashMap<>();
        for (long n = from; n < to; n++) {
            sums.merge("key-" + n % 3, n, Long::sum);
        }
        return sums;
    }

    private void write(String golden) {
        StreamingContext context = start(GOLDEN.resolve(golden).toAbsolutePath(), 7);
        for (int batch = 1; batch <= 6; batch++) {
            tick(batch);
        }
        clock.advance(BATCH.milliseconds());
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> context.getState() == StreamingContextState.STOPPED);
        context.stop();
    }
}
