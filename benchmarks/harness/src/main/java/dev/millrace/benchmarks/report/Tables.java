package dev.millrace.benchmarks.report;

import dev.millrace.benchmarks.run.Case;
import dev.millrace.benchmarks.run.Workload;
import java.util.ArrayList;
import java.util.List;

/** The tables of a run, as Markdown that reads well on a terminal. */
public final class Tables {
    private static final double MILLION = 1e6;

    private Tables() {}

    /** One table for each workload that was measured. */
    public static String of(Results results) {
        StringBuilder text = new StringBuilder();
        for (Workload workload : results.workloads()) {
            text.append("### ").append(workload.title()).append("\n\n");
            text.append(table(results, workload)).append('\n');
        }
        return text.toString();
    }

    private static Table table(Results results, Workload workload) {
        List<Column> columns = columns(workload);
        List<String> heads = new ArrayList<>(List.of(""));
        columns.forEach(column -> heads.add(column.head()));
        Table table = new Table(heads);
        for (Case each : results.cases(workload)) {
            List<String> cells = new ArrayList<>(List.of(each.title()));
            columns.forEach(column -> cells.add(column.cell().of(results, each).orElse("–")));
            table.add(cells);
        }
        return table;
    }

    private static List<Column> columns(Workload workload) {
        return switch (workload) {
            case GREP, WORD_COUNT, WINDOWED_WORD_COUNT ->
                List.of(
                        Column.median("M lines/s", "linesPerSecond", MILLION, "%.2f"),
                        Column.range("linesPerSecond", MILLION, "%.2f"),
                        Column.ratioTo("of loop", "loop"),
                        Column.ratioTo("of Spark", "spark"),
                        Column.ratioTo("of local[2]", "millrace"),
                        Column.median("cores", "coresUsed", 1, "%.1f"),
                        Column.median("peak MB", "peakResidentMb", 1, "%.0f"));
            case LATENCY, ENDURANCE ->
                List.of(
                        Column.median("p50 ms", "p50Millis", 1, "%.1f"),
                        Column.median("p99 ms", "p99Millis", 1, "%.1f"),
                        Column.range("p99Millis", 1, "%.1f"),
                        Column.median("max ms", "maxMillis", 1, "%.0f"),
                        Column.quarters("p50 ms by quarter", "p50Millis", "%.1f"),
                        Column.median("never done", "unfinished", 0.01, "%.0f %%"),
                        Column.median("cores", "coresUsed", 1, "%.2f"));
            case EMPTY_BATCH ->
                List.of(
                        Column.median("ms", "millisPerBatch", 1, "%.2f"),
                        Column.range("millisPerBatch", 1, "%.2f"),
                        Column.ratioTo("of Spark", "spark"));
            case FIRST_RESULT ->
                List.of(
                        Column.median("s", "firstResultSeconds", 1, "%.2f"),
                        Column.range("firstResultSeconds", 1, "%.2f"),
                        Column.ratioTo("of Spark", "spark"));
            case PEAK_MEMORY ->
                List.of(
                        Column.median("peak resident MB", "peakResidentMb", 1, "%.0f"),
                        Column.range("peakResidentMb", 1, "%.0f"),
                        Column.median("heap after a collection MB", "heapAfterGcMb", 1, "%.0f"),
                        Column.ratioTo("of Spark", "spark"));
            case MEMORY ->
                List.of(
                        Column.median("M lines/s", "linesPerSecond", MILLION, "%.2f"),
                        Column.median("seconds", "seconds", 1, "%.0f"),
                        Column.quarters("resident MB by quarter", "residentMb", "%.0f"),
                        Column.quarters("heap after collections MB by quarter", "heapAfterGcMb", "%.0f"));
        };
    }
}
