package dev.millrace.streaming;

import static dev.millrace.streaming.Streams.BATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.MillraceException;
import dev.millrace.rdd.GzipCodec;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outputs leave behind. */
class OutputsTest {
    @Test
    void printShowsTheFirstRecordsUnderTheTimeOfTheBatch() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            TestInput<Integer> numbers = driver.input();
            numbers.print();
            numbers.map(number -> -number).print(2);
            numbers.addAll(IntStream.rangeClosed(1, 11).boxed().toList());
            driver.advance();
            numbers.add(7, 8);
            driver.advance();
        } finally {
            System.setOut(before);
        }
        String rule = "-------------------------------------------\n";
        assertEquals(
                rule + "Time: 1000 ms\n" + rule + "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n...\n\n"
                        + rule + "Time: 1000 ms\n" + rule + "-1\n-2\n...\n\n"
                        + rule + "Time: 2000 ms\n" + rule + "7\n8\n\n"
                        + rule + "Time: 2000 ms\n" + rule + "-7\n-8\n\n",
                printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void eachBatchIsSavedUnderItsTime(@TempDir Path directory) throws IOException {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            TestInput<String> words = driver.input();
            words.saveAsTextFiles(directory.resolve("words").toString(), "txt");
            words.saveAsTextFiles(directory.resolve("plain").toString());
            words.saveAsObjectFiles(directory.resolve("objects").toString(), "obj", GzipCodec.class);
            words.add("a", "b", "c");
            driver.advance();
            words.add("d");
            driver.advance();
        }
        assertEquals(List.of("a", "b", "c"), lines(directory.resolve("words-1000.txt")));
        assertEquals(List.of("d"), lines(directory.resolve("words-2000.txt")));
        assertEquals(List.of("a", "b", "c"), lines(directory.resolve("plain-1000")));
        try (MillraceContext reader = new MillraceContext("local[1]", "reader")) {
            String objects = directory.resolve("objects-*.obj").toString();
            assertEquals(List.of("a", "b", "c", "d"), reader.objectFile(objects).collect());
        }
    }

    @Test
    void whatOneJobSavesIsTheInputOfAnother(@TempDir Path directory) throws IOException {
        try (MillraceContext writer = new MillraceContext("local[1]", "writer");
                StreamTestDriver reader = new StreamTestDriver(BATCH)) {
            List<List<String>> read = reader.collect(reader.context().textFileStream(directory.toString()));
            reader.advance();
            writer.parallelize(List.of("a", "b", "c"), 2)
                    .saveAsTextFile(directory.resolve("words-1000").toString());
            Files.createDirectory(directory.resolve("no-output"));
            reader.advance();
            writer.parallelize(List.of("d"), 1)
                    .saveAsTextFile(directory.resolve("words-2000").toString());
            reader.advance();
            reader.advance();
            assertEquals(List.of(List.of(), List.of("a", "b", "c"), List.of("d"), List.of()), read);
        }
    }

    private static List<String> lines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().startsWith(".")) {
                    continue;
                }
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void sliceHasTheDataSetsThatAreRemembered() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            driver.context().remember(Streams.seconds(3));
            TestInput<Integer> numbers = driver.input();
            DStream<Integer> tens = numbers.map(number -> number * 10);
            driver.collect(tens);
            assertThrows(MillraceException.class, () -> tens.slice(new Time(0), new Time(1000)), "not started yet");
            for (int i = 1; i <= 5; i++) {
                numbers.add(i);
                driver.advance();
            }
            assertEquals(List.of(List.of(40), List.of(50)), slice(tens, 4000, 5000));
            assertEquals(List.of(List.of(40)), slice(tens, 3500, 4500), "from and to need no batch of their own");
            assertEquals(List.of(List.of(50)), slice(tens, 5000, 9000), "nothing of what is to come");
            assertEquals(
                    List.of(List.of(30), List.of(40), List.of(50)), slice(tens, -5000, 5000), "the old is forgotten");
            assertThrows(MillraceException.class, () -> tens.slice(new Time(2000), new Time(1000)));
        }
    }

    private static List<List<Integer>> slice(DStream<Integer> stream, long from, long to) {
        List<List<Integer>> batches = new ArrayList<>();
        stream.slice(new Time(from), new Time(to)).forEach(rdd -> batches.add(rdd.collect()));
        return batches;
    }

    @Test
    void whatIsPersistedIsKeptUntilNoBatchNeedsIt() {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            TestInput<Integer> numbers = driver.input();
            DStream<Integer> mapped = numbers.map(number -> number + 1).cache();
            driver.collect(mapped.window(Streams.seconds(2)));
            List<dev.millrace.rdd.RDD<Integer>> seen = new ArrayList<>();
            mapped.foreachRDD(rdd -> {
                seen.add(rdd);
            });
            List<Boolean> kept = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                numbers.add(i);
                driver.advance();
                kept.add(seen.get(0).getStorageLevel().isValid());
            }
            assertTrue(seen.get(4).getStorageLevel().isValid());
            // a window of 2 s every second: the parent remembers for three
            assertEquals(List.of(true, true, true, false, false), kept);
        }
    }
}
