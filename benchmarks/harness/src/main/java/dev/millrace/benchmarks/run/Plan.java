package dev.millrace.benchmarks.run;

import dev.millrace.benchmarks.corpus.Corpus;
import dev.millrace.benchmarks.corpus.CorpusSpec;
import dev.millrace.benchmarks.engine.Program;
import dev.millrace.benchmarks.engine.Settings;
import dev.millrace.benchmarks.result.Expected;
import dev.millrace.benchmarks.result.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Lays out the cases of each workload, with what their results must be. */
final class Plan {
    static final CorpusSpec CORPUS = new CorpusSpec(20260101, 30_000, 800_000);
    static final CorpusSpec SMALL_CORPUS = new CorpusSpec(20260101, 5_000, 20_000);
    static final int PARTITIONS = 2;
    static final int WINDOW = 10;
    static final int LINES_PER_SECOND = 20_000;

    /** So large that the fixed cost of a batch is below a tenth of it, for the engine where that cost is highest. */
    private static final int WORD_COUNT_BATCH = 200_000;

    private static final int GREP_BATCH = 8_000_000;

    /** How long the memory workload may take. */
    private static final int MEMORY_SECONDS = 300;

    private static final List<String> THROUGHPUT_HEAP = List.of("-Xms2g", "-Xmx2g");
    private static final List<String> RATE_HEAP = List.of("-Xms1g", "-Xmx1g");
    private static final List<String> FREE_HEAP = List.of("-Xmx1g");
    private static final List<String> SMALL_HEAP = List.of("-Xmx256m");

    private final Scale scale;
    private final Set<String> contenders;

    /** @param contenders ids of those to include */
    Plan(Scale scale, Set<String> contenders) {
        this.scale = scale;
        this.contenders = contenders;
    }

    List<Case> cases(Workload workload) {
        List<Case> cases = new ArrayList<>();
        switch (workload) {
            case GREP -> {
                Expected expected =
                        new Oracle(CORPUS, GREP_BATCH).grep(Corpus.of(CORPUS).pattern());
                for (Contender each :
                        of(Contender.MILLRACE, Contender.LOOP, Contender.SPARK, Contender.FLINK, Contender.JET)) {
                    cases.add(throughput(workload, each, Program.GREP, GREP_BATCH, expected));
                }
            }
            case WORD_COUNT -> {
                Expected expected = new Oracle(CORPUS, WORD_COUNT_BATCH).wordCount();
                for (Contender each : of(
                        Contender.MILLRACE,
                        Contender.PROCESSES,
                        Contender.LOOP,
                        Contender.LOOP_TABLE,
                        Contender.SPARK,
                        Contender.FLINK,
                        Contender.JET)) {
                    cases.add(throughput(workload, each, Program.WORD_COUNT, WORD_COUNT_BATCH, expected));
                }
            }
            case WINDOWED_WORD_COUNT -> {
                Expected expected = new Oracle(CORPUS, WORD_COUNT_BATCH).windowedWordCount(WINDOW);
                for (Contender each : of(
                        Contender.MILLRACE,
                        Contender.LOOP,
                        Contender.LOOP_TABLE,
                        Contender.SPARK,
                        Contender.FLINK,
                        Contender.FLINK_SLIDING,
                        Contender.JET)) {
                    cases.add(throughput(workload, each, Program.WINDOWED_WORD_COUNT, WORD_COUNT_BATCH, expected));
                }
            }
            case LATENCY -> {
                for (int interval : scale.intervals()) {
                    for (Contender each : of(Contender.MILLRACE)) {
                        cases.add(rate(workload, each, interval, scale.rateMeasureSeconds(), RATE_HEAP));
                    }
                }
                for (int interval : new int[] {50, 100}) {
                    for (Contender each : of(Contender.SPARK)) {
                        cases.add(rate(workload, each, interval, scale.rateMeasureSeconds(), RATE_HEAP));
                    }
                }
                for (Contender each : of(Contender.FLINK, Contender.JET)) {
                    cases.add(rate(workload, each, 0, scale.rateMeasureSeconds(), RATE_HEAP));
                }
            }
            case EMPTY_BATCH -> {
                Expected expected = new Oracle(SMALL_CORPUS, 0).wordCount();
                for (Contender each : of(Contender.MILLRACE, Contender.PROCESSES, Contender.SPARK)) {
                    cases.add(throughput(workload, each, Program.WORD_COUNT, 0, expected));
                }
            }
            case FIRST_RESULT -> {
                for (Contender each :
                        of(Contender.MILLRACE, Contender.LOOP, Contender.SPARK, Contender.FLINK, Contender.JET)) {
                    cases.add(firstResult(each));
                }
            }
            case PEAK_MEMORY -> {
                for (Contender each : of(Contender.MILLRACE, Contender.SPARK, Contender.FLINK, Contender.JET)) {
                    cases.add(rate(workload, each, 100, scale.rateMeasureSeconds(), FREE_HEAP));
                }
            }
            case ENDURANCE -> {
                for (Contender each : of(Contender.MILLRACE)) {
                    cases.add(rate(workload, each, 10, scale.enduranceSeconds(), RATE_HEAP));
                }
            }
            case MEMORY -> {
                for (Contender each : of(Contender.MILLRACE)) {
                    cases.add(memory(each));
                }
            }
        }
        return cases;
    }

    private List<Contender> of(Contender... all) {
        List<Contender> chosen = new ArrayList<>();
        for (Contender each : all) {
            if (contenders.contains(each.id())) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    private Case throughput(
            Workload workload, Contender contender, Program program, int linesPerBatch, Expected expected) {
        Settings settings = new Settings(
                program,
                contender.variant(),
                linesPerBatch == 0 ? SMALL_CORPUS : CORPUS,
                false,
                linesPerBatch,
                PARTITIONS,
                WINDOW,
                0,
                0,
                linesPerBatch == 0 ? scale.emptyWarmUpSeconds() : scale.warmUpSeconds(),
                scale.measureSeconds(),
                0,
                expected);
        return new Case(workload, contender, "", settings, THROUGHPUT_HEAP);
    }

    private static Case firstResult(Contender contender) {
        int linesPerBatch = 1_000;
        Settings settings = new Settings(
                Program.WORD_COUNT,
                contender.variant(),
                SMALL_CORPUS,
                false,
                linesPerBatch,
                PARTITIONS,
                WINDOW,
                0,
                0,
                0,
                0,
                1,
                new Oracle(SMALL_CORPUS, linesPerBatch).wordCount());
        return new Case(Workload.FIRST_RESULT, contender, "", settings, RATE_HEAP);
    }

    private Case memory(Contender contender) {
        Corpus corpus = Corpus.of(SMALL_CORPUS);
        double bytesPerLine = IntStream.range(0, corpus.size())
                .map(i -> corpus.line(i).length())
                .average()
                .orElseThrow();
        int batches = (int) Math.ceil(scale.memoryBytes() / bytesPerLine / WORD_COUNT_BATCH);
        Settings settings = new Settings(
                Program.WORD_COUNT,
                contender.variant(),
                SMALL_CORPUS,
                true,
                WORD_COUNT_BATCH,
                PARTITIONS,
                WINDOW,
                0,
                0,
                0,
                MEMORY_SECONDS,
                batches,
                new Oracle(SMALL_CORPUS, WORD_COUNT_BATCH).wordCount());
        return new Case(Workload.MEMORY, contender, "", settings, SMALL_HEAP);
    }

    private Case rate(Workload workload, Contender contender, int interval, int seconds, List<String> heap) {
        Settings settings = new Settings(
                Program.WORD_COUNT,
                contender.variant(),
                SMALL_CORPUS,
                false,
                0,
                PARTITIONS,
                WINDOW,
                LINES_PER_SECOND,
                interval,
                scale.rateWarmUpSeconds(),
                seconds,
                0,
                null);
        String parameter = interval == 0 || workload == Workload.PEAK_MEMORY ? "" : interval + " ms batches";
        return new Case(workload, contender, parameter, settings, heap);
    }
}
