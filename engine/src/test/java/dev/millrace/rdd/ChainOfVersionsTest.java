package dev.millrace.rdd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.function.Tuple2;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Durations;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each state and each sliding window is made from the one before: the driver must not keep all of them. */
class ChainOfVersionsTest {
    private static final int BATCHES = 60;
    private static final int KEPT = 20;

    private final List<WeakReference<RDD<?>>> versions = new ArrayList<>();

    @Test
    void olderStatesAreForgotten() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.milliseconds(100))) {
            TestInput<Integer> input = driver.input();
            watch(input.mapToPair(number -> new Tuple2<>(number % 3, 1L))
                    .updateStateByKey(
                            (List<Long> ones, Optional<Long> count) -> Optional.of(count.orElse(0L) + ones.size())));
            assertOlderAreForgotten(driver, input);
        }
    }

    @Test
    void olderWindowsAreForgotten() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.milliseconds(100))) {
            TestInput<Integer> input = driver.input();
            watch(input.mapToPair(number -> new Tuple2<>(number % 3, 1L))
                    .reduceByKeyAndWindow(
                            Long::sum, (a, b) -> a - b, Durations.milliseconds(500), Durations.milliseconds(100)));
            assertOlderAreForgotten(driver, input);
        }
    }

    private void watch(DStream<? extends Tuple2<Integer, Long>> stream) {
        stream.foreachRDD(rdd -> {
            assertEquals(3, rdd.collect().size());
            versions.add(new WeakReference<>(rdd.node()));
        });
    }

    private void assertOlderAreForgotten(StreamTestDriver driver, TestInput<Integer> input) {
        for (int batch = 0; batch < BATCHES; batch++) {
            input.add(1, 2, 3);
            driver.advance();
        }
        assertEquals(BATCHES, versions.size());
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            System.gc();
            long older = versions.subList(0, BATCHES - KEPT).stream()
                    .filter(version -> version.get() != null)
                    .count();
            assertEquals(0, older, "versions that something still refers to");
        });
    }
}
