package dev.millrace.e2e.figures;

import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.ledger.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** The ledger's job, running in a namespace of its own with two executors, round after round. */
record RunningJob(TestNamespace namespace, LedgerJob ledger, Job job) {

    static final Duration SOON = Duration.ofSeconds(90);

    /** Often enough for what is only looked at and not measured by it. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Starts it, does the rounds, and deletes all. */
    static void rounds(Bench bench, String name, Consumer<RunningJob> round) {
        inNamespace(bench, name, namespace -> {
            LedgerJob ledger = LedgerJob.on(bench.cluster(), namespace);
            RunningJob running = new RunningJob(namespace, ledger, ledger.start());
            for (int i = 0; i < bench.repeats(); i++) {
                running.refresh(i);
                round.accept(running);
            }
        });
    }

    /** Writes down what is in the namespace where something went wrong in it. */
    static void inNamespace(Bench bench, String name, Consumer<TestNamespace> work) {
        try (Closing closing = bench.closing().nested()) {
            TestNamespace namespace = closing.add(TestNamespace.create(bench.cluster(), "figures-" + name));
            try {
                work.accept(namespace);
            } catch (RuntimeException | AssertionError e) {
                namespace.dumpTo(Path.of("target", "cluster-dumps", "figures." + name));
                throw e;
            }
        }
    }

    /** A changed spec has the operator forget failures of before, which would make it wait longer each time. */
    private void refresh(int round) {
        job.change("{\"executor\": {\"template\": {\"labels\": {\"figures/round\": \"%d\"}}}}".formatted(round));
        job.awaitRunning(SOON);
        // So that each round begins somewhere else between two batches.
        ledger.awaitBatches(3, SOON);
    }

    /** The first batch that a start of the driver puts out of which nothing was seen before. */
    static Entry awaitNewStart(LedgerJob ledger, int startsBefore) {
        return Awaitility.await("a batch of a new driver")
                .atMost(SOON)
                .pollInterval(LOOK)
                .until(
                        () -> {
                            var now = ledger.ledger();
                            return now.starts().size() <= startsBefore
                                    ? null
                                    : now.of(now.starts().get(startsBefore))
                                            .entries()
                                            .get(0);
                        },
                        java.util.Objects::nonNull);
    }
}
