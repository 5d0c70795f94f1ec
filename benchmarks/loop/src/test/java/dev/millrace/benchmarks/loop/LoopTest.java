package dev.millrace.benchmarks.loop;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.Program;
import dev.millrace.benchmarks.engine.Settings;
import dev.millrace.benchmarks.result.Expected;
import dev.millrace.benchmarks.result.Oracle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopTest {
    private static final CorpusSpec SPEC = new CorpusSpec(7, 200_000, 30_000);

    @ParameterizedTest
    @CsvSource({"GREP,''", "WORD_COUNT,''", "WORD_COUNT,table", "WINDOWED_WORD_COUNT,''", "WINDOWED_WORD_COUNT,table"})
    void givesWhatTheOracleExpects(Program program, String variant) throws Exception {
        Oracle oracle = new Oracle(SPEC, 20_000);
        Expected expected = switch (program) {
            case GREP -> oracle.grep(Corpus.of(SPEC).pattern());
            case WORD_COUNT -> oracle.wordCount();
            case WINDOWED_WORD_COUNT -> oracle.windowedWordCount(4);
        };
        BackToBack run = new BackToBack(
                new Settings(program, variant, SPEC, false, 20_000, 2, 4, 0, 0, 0, 0, 8, expected), expected);
        new Loop().backToBack(run);
        assertTrue(run.isOver());
        assertNull(run.failure());
    }
}
