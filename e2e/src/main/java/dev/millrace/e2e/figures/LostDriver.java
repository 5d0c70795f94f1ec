package dev.millrace.e2e.figures;

import dev.millrace.e2e.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The driver's pod is deleted as a user deletes it: when the next driver puts out its first batch. */
final class LostDriver implements Measurement {

    @Override
    public String name() {
        return "lost-driver";
    }

    @Override
    public List<Series> measure(Bench bench) {
        List<Duration> times = new ArrayList<>();
        RunningJob.rounds(bench, name(), running -> {
            Job job = running.job();
            int starts = running.ledger().ledger().starts().size();
            long epoch = job.epoch();
            Instant begin = Instant.now();
            running.namespace()
                    .kubectl("delete", "pod", job.driver().getMetadata().getName(), "--wait=false")
                    .orThrow();
            Instant next = RunningJob.awaitNewStart(running.ledger(), starts).written();
            job.awaitEpoch(epoch + 1, RunningJob.SOON);
            times.add(Duration.between(begin, next));
            bench.tell(this, "%s".formatted(times.get(times.size() - 1)));
        });
        return List.of(Series.ofTimes("driver pod deleted → next batch done", 10, times));
    }
}
