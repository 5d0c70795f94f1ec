package dev.millrace.benchmarks.millrace;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.FixedRate;
import dev.millrace.benchmarks.engine.Program;
import dev.millrace.benchmarks.engine.Settings;
import dev.millrace.benchmarks.result.Expected;
import dev.millrace.benchmarks.result.Oracle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillraceTest {
    private static final CorpusSpec SPEC = new CorpusSpec(7, 2_000, 3_000);

    @ParameterizedTest
    @CsvSource({"GREP,2000", "WORD_COUNT,2000", "WORD_COUNT,0", "WINDOWED_WORD_COUNT,2000"})
    void givesWhatTheOracleExpects(Program program, int linesPerBatch) throws Exception {
        Oracle oracle = new Oracle(SPEC, linesPerBatch);
        Expected expected = switch (program) {
            case GREP -> oracle.grep(Corpus.of(SPEC).pattern());
            case WORD_COUNT -> oracle.wordCount();
            case WINDOWED_WORD_COUNT -> oracle.windowedWordCount(4);
        };
        BackToBack run = new BackToBack(settings(program, linesPerBatch, 0, expected), expected);
        new Millrace().backToBack(run);
        assertTrue(run.isOver());
        assertNull(run.failure());
    }

    @Test
    void keepsUpWithARate() throws Exception {
        FixedRate run = new FixedRate(settings(Program.WORD_COUNT, 0, 20_000, null));
        new Millrace().fixedRate(run);
        assertTrue(run.isOver());
        assertNull(run.failure());
    }

    private static Settings settings(
            Program program, int linesPerBatch, int linesPerSecond, @Nullable Expected expected) {
        return new Settings(program, "", SPEC, false, linesPerBatch, 2, 4, linesPerSecond, 20, 0.2, 0.5, 8, expected);
    }
}
