package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.receiver.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream with a receiver while executors come and go: it goes on at once, and nothing is lost or doubled. */
@Timeout(180)
class ReceiverScaleTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Static, as receivers are sent as bytes; what one incarnation has handed over, the next does not count again. */
    private static final AtomicInteger NEXT = new AtomicInteger();

    private static final Queue<Integer> SEEN = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    private static final class Counting extends Receiver<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public void onStart() {
            new Thread(this::run, "counting").start();
        }

        private void run() {
            while (!isStopped()) {
                store(List.of(NEXT.get()).iterator());
                NEXT.incrementAndGet();
            }
        }

        @Override
        public void onStop() {
            // run() ends by itself
        }
    }

    @BeforeEach
    void clear() {
        NEXT.set(0);
        SEEN.clear();
    }

    @Test
    void aStreamGoesOnWhileExecutorsComeAndGo() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 4);
                StreamingContext stream = new StreamingContext(cluster.context(), Durations.milliseconds(100))) {
            stream.receiverStream(new Counting()).foreachRDD(rdd -> SEEN.addAll(rdd.collect()));
            stream.start();
            goesOn();
            for (int round = 0; round < 4; round++) {
                cluster.context().runner().scale(1, Set.of());
                for (int ordinal = 1; ordinal < 4; ordinal++) {
                    cluster.awaitEnd(ordinal);
                }
                goesOn();
                for (int ordinal = 1; ordinal < 4; ordinal++) {
                    cluster.start(ordinal);
                }
                cluster.context().runner().scale(4, Set.of());
                await().until(() -> cluster.context().runner().executorNames().size() == 4);
                goesOn();
                // its receiver has to go elsewhere
                cluster.context().runner().scale(4, Set.of(0));
                cluster.awaitEnd(0);
                goesOn();
                cluster.start(0);
                await().until(() -> cluster.context().runner().executorNames().size() == 4);
            }
            stream.stop(false, true);
            assertEquals(IntStream.range(0, NEXT.get()).boxed().toList(), List.copyOf(SEEN));
        }
    }

    private static void goesOn() {
        int before = SEEN.size();
        await("records after " + before).atMost(SOON).until(() -> SEEN.size() > before + 10);
    }
}
