package dev.millrace.e2e.figures;

import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.JobManifest;
import dev.millrace.e2e.job.LedgerJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** From the moment at which {@code kubectl apply} is called to the first line of the ledger. */
final class FirstBatch implements Measurement {

    @Override
    public String name() {
        return "first-batch";
    }

    @Override
    public List<Series> measure(Bench bench) {
        List<Duration> times = new ArrayList<>();
        RunningJob.inNamespace(bench, name(), namespace -> {
            LedgerJob ledger = LedgerJob.on(bench.cluster(), namespace);
            for (int i = 0; i < bench.repeats(); i++) {
                // A name of its own: objects of the job before may still be on their way out.
                JobManifest manifest = ledger.manifest().with("/metadata", "name", "first-" + i);
                times.add(once(namespace, ledger, manifest));
                bench.tell(this, "%s".formatted(times.get(i)));
            }
        });
        return List.of(Series.ofTimes("`kubectl apply` → first batch done", 6, times));
    }

    private static Duration once(TestNamespace namespace, LedgerJob ledger, JobManifest manifest) {
        int starts = ledger.ledger().starts().size();
        Path file = write(manifest.yaml());
        try {
            Instant begin = Instant.now();
            namespace.kubectl("apply", "--filename", file.toString()).orThrow();
            Instant done = RunningJob.awaitNewStart(ledger, starts).written();
            Job.of(namespace, manifest.name()).awaitRunning(RunningJob.SOON);
            namespace
                    .kubectl("delete", "streamingjob", manifest.name(), "--timeout=90s")
                    .orThrow();
            return Duration.between(begin, done);
        } finally {
            delete(file);
        }
    }

    private static Path write(String text) {
        try {
            return Files.writeString(Files.createTempFile("job", ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
