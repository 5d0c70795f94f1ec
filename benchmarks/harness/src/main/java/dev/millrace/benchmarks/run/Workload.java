package dev.millrace.benchmarks.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is measured. */
public enum Workload {
    GREP("Grep and count", "linesPerSecond"),
    WORD_COUNT("Word count", "linesPerSecond"),
    WINDOWED_WORD_COUNT("Windowed word count", "linesPerSecond"),
    LATENCY("Latency at 20,000 lines a second", "p99Millis"),
    EMPTY_BATCH("An empty batch of two stages", "millisPerBatch"),
    FIRST_RESULT("JVM start to first result", "firstResultSeconds"),
    PEAK_MEMORY("Peak memory at 20,000 lines a second", "peakResidentMb"),
    ENDURANCE("Five minutes at 20,000 lines a second", "p99Millis"),
    MEMORY("20 GB of lines in a heap of 256 MB", "linesPerSecond");

    private final String title;
    private final String figure;

    Workload(String title, String figure) {
        this.title = title;
        this.figure = figure;
    }

    /** What a user names it by. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** The figure that decides: whose spread and ratios are shown. */
    public String figure() {
        return figure;
    }

    /** Whether it takes so long that only naming it runs it. */
    public boolean onDemand() {
        return this == ENDURANCE || this == MEMORY;
    }

    /** The workload of that id. */
    static Optional<Workload> of(String id) {
        return Arrays.stream(values())
                .filter(workload -> workload.id().equals(id))
                .findFirst();
    }
}
