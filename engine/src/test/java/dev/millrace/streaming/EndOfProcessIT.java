package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process with a stream that is told to end, or ends itself. */
class EndOfProcessIT {
    /** Each batch takes a while, says that it began, and that it ended. */
    public static final class Slow {
        public static void main(String[] args) throws InterruptedException {
            StreamingContext context = new StreamingContext("local[1]", "slow", Durations.milliseconds(50));
            context.rateStream(1000, number -> number).foreachRDD(rdd -> {
                System.out.println("begun");
                boolean counted = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                System.out.println("ended " + counted);
            });
            context.start();
            context.awaitTermination();
        }
    }

    /** Ends its process within a batch. */
    public static final class Exits {
        public static void main(String[] args) throws InterruptedException {
            StreamingContext context = new StreamingContext("local[1]", "exits", Durations.milliseconds(50));
            context.rateStream(1000, number -> number).foreachRDD(rdd -> System.exit(7));
            context.start();
            context.awaitTermination();
        }
    }

    private static Process start(Class<?> program) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void theRunningBatchEndsWhenTheProcessIsToldToStop() throws Exception {
        Process process = start(Slow.class);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("begun", out.readLine());
            process.toHandle().destroy(); // SIGTERM, and what it prints can still be read
            List<String> rest = out.lines().toList();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals("ended false", rest.get(rest.size() - 1), rest::toString);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aBatchThatEndsItsProcessDoesNotHang() throws Exception {
        Process process = start(Exits.class);
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process has not ended");
            assertEquals(7, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
