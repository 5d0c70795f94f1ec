package dev.millrace.benchmarks.processes;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.benchmarks.engine.Engine;
import dev.millrace.benchmarks.engine.FixedRate;
import dev.millrace.benchmarks.millrace.Millrace;
import dev.millrace.conf.MillraceConf;

/** Runs the programs of {@link Millrace} with this JVM as the driver and an executor process for each partition. */
public final class MillraceProcesses implements Engine {
    @Override
    public String version() {
        return new Millrace().version();
    }

    @Override
    public void backToBack(BackToBack run) throws Exception {
        try (Executors executors = Executors.start(run.settings().partitions())) {
            MillraceConf driver = executors.driver();
            new Millrace(threads -> driver).backToBack(run);
        }
    }

    @Override
    public void fixedRate(FixedRate run) throws Exception {
        try (Executors executors = Executors.start(run.settings().partitions())) {
            MillraceConf driver = executors.driver();
            new Millrace(threads -> driver).fixedRate(run);
        }
    }
}
