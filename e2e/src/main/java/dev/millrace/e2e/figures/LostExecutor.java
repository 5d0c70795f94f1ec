package dev.millrace.e2e.figures;

import dev.millrace.e2e.cluster.Node;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of two executors is killed with SIGKILL: how long nothing comes out, and when the driver has two again. */
final class LostExecutor implements Measurement {

    @Override
    public String name() {
        return "lost-executor";
    }

    @Override
    public List<Series> measure(Bench bench) {
        Optional<Node> node = bench.cluster().node();
        if (node.isEmpty()) {
            bench.tell(this, "not measured; only the node of e2e/cluster lets its processes be killed");
            return List.of();
        }
        List<Duration> gaps = new ArrayList<>();
        List<Duration> replacements = new ArrayList<>();
        RunningJob.rounds(bench, name(), running -> {
            Job job = running.job();
            LedgerJob ledger = running.ledger();
            Pod executor = job.executor(1);
            Instant begin = Instant.now();
            node.get().kill(executor);
            job.awaitReplacement(executor, RunningJob.SOON);
            job.awaitExecutors(2, RunningJob.SOON);
            Instant registered = Instant.now();
            gaps.add(ledger.awaitBatches(5, RunningJob.SOON).longestPause(begin));
            replacements.add(Duration.between(begin, registered));
            bench.tell(
                    this,
                    "gap %s, replaced after %s"
                            .formatted(gaps.get(gaps.size() - 1), replacements.get(gaps.size() - 1)));
        });
        return List.of(
                Series.ofTimes("executor killed → longest gap in output (batches of 0.5 s)", 2, gaps),
                Series.ofTimes("executor killed → replacement registered", 6, replacements));
    }
}
