package dev.millrace.benchmarks.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.benchmarks.corpus.CorpusLines;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.benchmarks.result.Digest;
import dev.millrace.benchmarks.result.Expected;
import dev.millrace.benchmarks.result.Oracle;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final CorpusSpec SPEC = new CorpusSpec(5, 50, 60);
    private static final Oracle ORACLE = new Oracle(SPEC, 20);

    @Test
    void aRunEndsAfterItsBatches() {
        BackToBack run = run(Program.WORD_COUNT, ORACLE.wordCount());
        int batch = 0;
        for (; run.open(batch); batch++) {
            run.completed(batch, ORACLE.wordCount().of(batch));
        }
        assertNull(run.failure());
        assertEquals(2 + 3, batch, "two batches of warm-up, three measured");
        Outcome outcome = new Outcome();
        run.writeTo(outcome);
        assertEquals(3, outcome.figures().get("batches"));
        assertTrue(outcome.figures().get("linesPerSecond") > 0);
    }

    @Test
    void partitionsShareABatchBetweenThem() {
        BackToBack run = run(Program.WORD_COUNT, ORACLE.wordCount());
        assertEquals(new CorpusLines(SPEC, 20, 10), run.lines(1, 0));
        assertEquals(new CorpusLines(SPEC, 30, 10), run.lines(1, 1));
    }

    @Test
    void aWrongResultFailsTheRun() {
        BackToBack run = run(Program.WORD_COUNT, ORACLE.wordCount());
        run.open(0);
        run.completed(0, Digest.of("wrong", 1));
        assertTrue(run.isOver());
        assertNotNull(run.failure());
    }

    @Test
    void aBatchOutOfTurnFailsTheRun() {
        BackToBack run = run(Program.WORD_COUNT, ORACLE.wordCount());
        run.open(0);
        run.open(1);
        run.completed(1, ORACLE.wordCount().of(1));
        assertNotNull(run.failure());
    }

    @Test
    void wordsCompleteTheirBatch() {
        BackToBack run = run(Program.WORD_COUNT, ORACLE.wordCount());
        for (int batch = 0; run.open(batch); batch++) {
            int number = batch;
            Oracle.count(new CorpusLines(SPEC, batch * 20L, 20))
                    .forEach((word, count) -> run.counted(number, word, count));
        }
        assertNull(run.failure());
    }

    @Test
    void aWordToldInPartsFailsTheRun() {
        BackToBack run = run(Program.WORD_COUNT, ORACLE.wordCount());
        run.open(0);
        Oracle.count(new CorpusLines(SPEC, 0, 20)).forEach((word, count) -> {
            for (int i = 0; i < count; i++) {
                run.counted(0, word, 1);
            }
        });
        assertNotNull(run.failure());
    }

    @Test
    void matchesCompleteBatches() {
        Expected expected = ORACLE.grep("e");
        BackToBack run = run(Program.GREP, expected);
        for (int batch = 0; run.open(batch); batch++) {
            for (long i = 0; i < expected.of(batch).total(); i++) {
                run.matched();
            }
        }
        run.matchedAll();
        assertNull(run.failure());
    }

    @Test
    void tooManyMatchesFailTheRun() {
        Expected expected = ORACLE.grep("e");
        BackToBack run = run(Program.GREP, expected);
        run.open(0);
        for (long i = 0; i <= expected.of(0).total(); i++) {
            run.matched();
        }
        run.matchedAll();
        assertNotNull(run.failure());
    }

    @Test
    void aBatchAtAFixedRateCountsFromWhenItsLinesWereDue() throws InterruptedException {
        FixedRate run = new FixedRate(rate());
        int done = 0;
        while (done < run.allLines()) {
            int due = run.due();
            if (due > done) {
                run.completed(done, due, Oracle.digest(Oracle.count(new CorpusLines(SPEC, done, due - done))));
                done = due;
            }
            Thread.onSpinWait();
        }
        run.awaitOver();
        assertNull(run.failure());
        Outcome outcome = new Outcome();
        run.writeTo(outcome);
        assertEquals(0, outcome.figures().get("unfinished"));
        assertTrue(outcome.figures().get("p99Millis") < 10_000);
    }

    @Test
    void runningCountsAtAFixedRateAreChecked() throws InterruptedException {
        assertNull(countAll(0).failure());
        assertNotNull(countAll(1).failure());
    }

    private static FixedRate countAll(long tooMany) throws InterruptedException {
        FixedRate run = new FixedRate(rate());
        run.due();
        Map<String, Long> counts = new HashMap<>();
        for (int line = 0; line < run.allLines(); line++) {
            for (String word : run.line(line).split(" ")) {
                run.counted(line, word, counts.merge(word, 1L, Long::sum) + tooMany);
            }
        }
        run.awaitOver();
        return run;
    }

    @Test
    void linesAreDueInTurn() {
        FixedRate run = new FixedRate(rate());
        int first = run.due();
        assertTrue(first >= 1);
        assertEquals(run.dueAt(0) + 1_000_000, run.dueAt(20));
        assertFalse(run.isOver());
    }

    @Test
    void settingsSurviveBeingWritten() {
        Settings settings = settings(Program.GREP, ORACLE.grep("e"));
        assertEquals(settings, Settings.from(settings.toProperties()));
        assertEquals(rate(), Settings.from(rate().toProperties()));
    }

    private static BackToBack run(Program program, Expected expected) {
        return new BackToBack(settings(program, expected), expected);
    }

    private static Settings settings(Program program, Expected expected) {
        return new Settings(program, "", SPEC, false, 20, 2, 4, 0, 0, 0, 0, 3, expected);
    }

    private static Settings rate() {
        return new Settings(Program.WORD_COUNT, "", SPEC, false, 0, 2, 4, 20_000, 10, 0.01, 0.05, 0, null);
    }
}
