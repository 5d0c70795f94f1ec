package dev.millrace.e2e.figures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.e2e.job.Job;
import dev.millrace.e2e.job.LedgerJob;
import dev.millrace.e2e.ledger.FirstTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** {@code kubectl scale} from two to four executors: when both new ones have begun a task. Nothing else may start again. */
final class ScaleOut implements Measurement {

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public List<Series> measure(Bench bench) {
        List<Duration> times = new ArrayList<>();
        RunningJob.rounds(bench, name(), running -> {
            times.add(once(running));
            bench.tell(this, "%s".formatted(times.get(times.size() - 1)));
        });
        return List.of(Series.ofTimes("`kubectl scale` 2 → 4 → tasks on all four", 6, times));
    }

    private static Duration once(RunningJob running) {
        Job job = running.job();
        List<String> before = job.identities();
        long epoch = job.epoch();
        Instant begin = Instant.now();
        job.scale(4);
        Instant all = awaitFirstTasks(running.ledger(), begin, 2);
        JsonNode status = job.awaitExecutors(4, RunningJob.SOON);
        List<String> after = job.identities();
        expect(after.containsAll(before), "pods of before, %s, among %s".formatted(before, after));
        expect(
                status.path("epoch").asLong() == epoch
                        && status.path("failures").isEmpty(),
                "epoch %d and no failures, but the status is %s".formatted(epoch, status.toPrettyString()));
        job.scale(2);
        job.awaitExecutors(2, RunningJob.SOON);
        Awaitility.await("pods of too many executors to be gone")
                .atMost(RunningJob.SOON)
                .until(() -> job.pods().size() == 3);
        return Duration.between(begin, all);
    }

    /** When the last of so many processes began its first task, of those that did after {@code since}. */
    private static Instant awaitFirstTasks(LedgerJob ledger, Instant since, int processes) {
        return Awaitility.await("tasks on all executors")
                .atMost(RunningJob.SOON)
                .until(
                        () -> ledger.attendance().stream()
                                .map(FirstTask::at)
                                .filter(since::isBefore)
                                .sorted()
                                .toList(),
                        later -> later.size() >= processes)
                .get(processes - 1);
    }

    private static void expect(boolean holds, String expected) {
        if (!holds) {
            throw new AssertionError("expected " + expected);
        }
    }
}
