package dev.millrace.benchmarks.engine;

import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.benchmarks.result.Expected;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the runner tells the JVM of an engine, as properties.
 *
 * @param program what to run
 * @param variant which of the engine's ways to write the program; empty for its usual one
 * @param corpus where lines come from
 * @param freshLines whether each line is to be a new string rather than the one in the corpus
 * @param linesPerBatch lines of a batch when batches run back to back
 * @param partitions how many partitions a batch has, and how many threads an engine gets
 * @param window batches of a window
 * @param linesPerSecond rate of {@link FixedRate}; 0 for {@link BackToBack}
 * @param batchIntervalMillis batch interval where the engine has one
 * @param warmUpSeconds how long to run before measuring
 * @param measureSeconds how long to measure
 * @param batches ends the run after that many measured batches, however fast they were; 0 for no such end
 * @param expected digest of each batch; null where there is none to compare with
 */
public record Settings(
        Program program,
        String variant,
        CorpusSpec corpus,
        boolean freshLines,
        int linesPerBatch,
        int partitions,
        int window,
        int linesPerSecond,
        int batchIntervalMillis,
        double warmUpSeconds,
        double measureSeconds,
        int batches,
        @Nullable Expected expected) {

    /** Writes these settings so that {@link #from} reads them. */
    public Properties toProperties() {
        Properties to = new Properties();
        to.setProperty("program", program.name());
        to.setProperty("variant", variant);
        to.setProperty("corpus.seed", String.valueOf(corpus.seed()));
        to.setProperty("corpus.words", String.valueOf(corpus.words()));
        to.setProperty("corpus.lines", String.valueOf(corpus.lines()));
        to.setProperty("freshLines", String.valueOf(freshLines));
        to.setProperty("linesPerBatch", String.valueOf(linesPerBatch));
        to.setProperty("partitions", String.valueOf(partitions));
        to.setProperty("window", String.valueOf(window));
        to.setProperty("linesPerSecond", String.valueOf(linesPerSecond));
        to.setProperty("batchIntervalMillis", String.valueOf(batchIntervalMillis));
        to.setProperty("warmUpSeconds", String.valueOf(warmUpSeconds));
        to.setProperty("measureSeconds", String.valueOf(measureSeconds));
        to.setProperty("batches", String.valueOf(batches));
        if (expected != null) {
            to.setProperty("expected", expected.format());
        }
        return to;
    }

    /** Reads settings that {@link #toProperties} wrote; fails on a missing or malformed one. */
    public static Settings from(Properties from) {
        String expected = from.getProperty("expected");
        return new Settings(
                Program.valueOf(text(from, "program")),
                text(from, "variant"),
                new CorpusSpec(
                        Long.parseLong(text(from, "corpus.seed")),
                        number(from, "corpus.words"),
                        number(from, "corpus.lines")),
                Boolean.parseBoolean(text(from, "freshLines")),
                number(from, "linesPerBatch"),
                number(from, "partitions"),
                number(from, "window"),
                number(from, "linesPerSecond"),
                number(from, "batchIntervalMillis"),
                Double.parseDouble(text(from, "warmUpSeconds")),
                Double.parseDouble(text(from, "measureSeconds")),
                number(from, "batches"),
                expected == null ? null : Expected.parse(expected));
    }

    private static int number(Properties from, String key) {
        return Integer.parseInt(text(from, key));
    }

    private static String text(Properties from, String key) {
        String value = from.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("setting " + key + " is missing");
        }
        return value;
    }
}
