package dev.millrace.benchmarks.run;

import dev.millrace.benchmarks.engine.Settings;
import java.util.List;

/**
 * One line of one table: measured once in each round.
 *
 * @param workload what is measured
 * @param contender with what
 * @param parameter what tells it from other lines of the same contender, such as {@code 10 ms}; empty where nothing does
 * @param settings for the engine
 * @param jvmFlags the same for every contender of the workload
 */
public record Case(Workload workload, Contender contender, String parameter, Settings settings, List<String> jvmFlags) {
    /** Name of the line. */
    public String title() {
        return parameter.isEmpty() ? contender.title() : contender.title() + ", " + parameter;
    }

    /**
     * Whether the case is measured in that round. What targets compare is, in each; the rest in every third: a run at a fixed
     * rate takes thousands of samples at once, and Flink and Jet are there to show where others stand.
     */
    boolean isIn(int round) {
        boolean compared = settings.linesPerSecond() == 0 && !Contender.OCCASIONAL.contains(contender);
        return compared || round % 3 == 1;
    }

    /** Name for files. */
    String fileName() {
        return workload.id() + "-" + contender.id()
                + (parameter.isEmpty() ? "" : "-" + parameter.replaceAll("\\W+", ""));
    }
}
