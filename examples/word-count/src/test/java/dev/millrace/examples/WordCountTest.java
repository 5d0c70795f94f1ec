package dev.millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WordCountTest {
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Words.of(text).forEachRemaining(words::add);
        return words;
    }

    @Test
    void cutsTextIntoLowerCaseWords() {
        assertEquals(List.of("l", "égalité", "dès", "lors"), words("L'Égalité, dès 1998 lors…"));
        assertEquals(List.of(), words(""));
        assertEquals(List.of(), words(" 12 - "));
        assertEquals(List.of("end"), words("end"));
    }

    @Test
    void countsTheWordsOfEachBatch() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            TestInput<String> lines = driver.input();
            List<List<Tuple2<String, Long>>> counts = driver.collect(WordCount.countWords(lines));
            lines.add("To be, or", "not to be.");
            driver.advance();
            driver.advance();
            assertEquals(
                    Set.of(
                            new Tuple2<>("to", 2L),
                            new Tuple2<>("be", 2L),
                            new Tuple2<>("or", 1L),
                            new Tuple2<>("not", 1L)),
                    Set.copyOf(counts.get(0)));
            assertEquals(List.of(), counts.get(1));
        }
    }

    @Test
    void showsTheMostFrequentWordsFirst() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            List<String> tables = new ArrayList<>();
            TestInput<String> lines = driver.input();
            WordCount.countWords(lines).foreachRDD((counts, time) -> {
                tables.add(new TopWords(2).format(time, counts));
            });
            lines.add("c b a", "b a", "b");
            driver.advance();
            List<String> rows = tables.get(0).lines().toList();
            assertEquals(3, rows.size());
            assertTrue(rows.get(1).matches(" +1\\. b +3 +#{30}"), rows.get(1));
            assertTrue(rows.get(2).matches(" +2\\. a +2 +#{20}"), rows.get(2));
        }
    }

    @Test
    void saysThatABatchHasNoWords() {
        assertTrue(new TopWords(3).format(new Time(0), List.of()).endsWith(" no words\n"));
    }

    @Test
    void countsTheReplayedTextOnTwoThreads() throws Exception {
        Map<String, Long> totals = new ConcurrentHashMap<>();
        CountDownLatch enough = new CountDownLatch(20);
        MillraceConf conf = new MillraceConf().setMaster("local[2]");
        try (StreamingContext context = new StreamingContext(conf, Durations.milliseconds(50))) {
            WordCount.countWords(context.receiverStream(new EuroparlReceiver(2_000)))
                    .foreachRDD(counts -> {
                        counts.collect().forEach(count -> totals.merge(count._1(), count._2(), Long::sum));
                        enough.countDown();
                    });
            context.start();
            enough.await();
            context.stop(true, true);
        }
        assertTrue(totals.getOrDefault("europa", 0L) > 0, () -> "words: " + totals.size());
        assertTrue(totals.getOrDefault("de", 0L) > 100, () -> "de: " + totals.get("de"));
    }

    @Test
    void takesItsArguments() {
        assertEquals(new Arguments(1_000, 10), Arguments.parse());
        assertEquals(new Arguments(50, 3), Arguments.parse("--top", "3", "--rate", "50"));
        for (String[] wrong : new String[][] {{"--rate"}, {"--rate", "0"}, {"--top", "x"}, {"--speed", "1"}}) {
            MillraceException refused = assertThrows(MillraceException.class, () -> Arguments.parse(wrong));
            assertEquals(ErrorCode.ARGUMENT, refused.code());
            assertTrue(refused.getMessage().contains(wrong[0]), refused::getMessage);
        }
    }
}
