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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goes on from a checkpoint that an earlier version wrote, in format 1. Those files stay for ever. It was left in the middle: two
 * batches complete, a third with ranges alone.
 */
class GoldenCheckpointTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "checkpoints", "format-1");
    private static final Duration BATCH = Durations.milliseconds(100);
    private static final long START = 1_700_000_000_000L;

    @TempDir
    Path folder;

    /** A state of the program's own. */
    record Total(long sum, int times, Parity parity) {}

    /** An enum in a state. */
    enum Parity {
        EVEN,
        ODD
    }

    private final ManualClock clock = new ManualClock(START);
    private final Map<Long, Map<String, Object>> states = Collections.synchronizedMap(new HashMap<>());

    private static Optional<Total> add(List<Long> values, Optional<Total> state) {
        Total before = state.orElse(new Total(0, 0, Parity.EVEN));
        long sum = before.sum() + values.stream().mapToLong(n -> n).sum();
        return Optional.of(new Total(sum, before.times() + values.size(), sum % 2 == 0 ? Parity.EVEN : Parity.ODD));
    }

    private StreamingContext start(Path directory) {
        MillraceConf conf = new MillraceConf().setMaster("local[1]").setAppName("golden");
        StreamingContext context = new StreamingContext(new MillraceContext(conf), BATCH, clock);
        context.checkpoint(directory.toString());
        PairDStream<String, Long> numbers =
                context.rateStream(100, 2, n -> n).mapToPair(n -> new Tuple2<>("key-" + n % 3, n));
        PairDStream<String, Total> totals =
                numbers.updateStateByKey(GoldenCheckpointTest::add, 2).uid("totals");
        PairDStream<String, Long> counts = numbers.mapWithState(StateSpec.function(
                                (String key, Optional<Long> value, State<Long> state) -> {
                                    if (!state.isTimingOut()) {
                                        state.update(state.getOption().orElse(0L) + 1);
                                    }
                                    return key;
                                })
                        .timeout(Durations.seconds(10)))
                .uid("counts")
                .stateSnapshots();
        totals.join(counts).foreachPairRDD((rdd, time) -> {
            long number = (time.milliseconds() - START) / BATCH.milliseconds();
            states.put(number, new HashMap<>(rdd.collectAsMap()));
        });
        context.start();
        return context;
    }

    private void tick(long expected) {
        clock.advance(BATCH.milliseconds());
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> states.containsKey(expected));
    }

    @Test
    void theStateOfFormat1IsThere() throws IOException {
        clock.advance(3 * BATCH.milliseconds());
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(GOLDEN.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        states.clear();
        StreamingContext context = start(copy);
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> states.containsKey(3L));
        tick(4);
        context.stop(true, true);
        assertEquals(
                Map.of(
                        "key-0", new Tuple2<>(new Total(135, 10, Parity.ODD), 10L),
                        "key-1", new Tuple2<>(new Total(145, 10, Parity.ODD), 10L),
                        "key-2", new Tuple2<>(new Total(155, 10, Parity.ODD), 10L)),
                states.get(3L));
        assertEquals(
                new Total(273, 14, Parity.ODD), ((Tuple2<?, ?>) states.get(4L).get("key-0"))._1());
    }
}
