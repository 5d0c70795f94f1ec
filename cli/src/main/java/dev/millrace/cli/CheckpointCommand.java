package dev.millrace.cli;

import dev.millrace.checkpoint.CheckpointHistory;
import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.checkpoint.LoggedBatch;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.StatePart;
import dev.millrace.clock.SystemClock;
import dev.millrace.runtime.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code millrace checkpoint ...}: looks into the checkpoint of a job that runs or has stopped, and goes back in it. */
@Command(
        name = "checkpoint",
        description = "Looks into the checkpoint of a job, whether or not it runs, and goes back in it.",
        sortOptions = false,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done; for verify: all is whole",
            "1:verify has found damage",
            "2:there is no such checkpoint or commit"
        })
final class CheckpointCommand implements Runnable {
    private static final int LATEST = 20;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: ls, show, verify or rewind");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(name = "ls", description = "Lists the last commits, the newest last, and what is under way.")
    int list(
            @Parameters(paramLabel = "DIR", description = "Directory of the checkpoint.") Path directory,
            @Option(names = "--all", description = "List all commits that the job can go back to.") boolean all) {
        CheckpointHistory history = read(directory);
        List<CheckpointHistory.Point> points = history.points();
        out().println("batch           committed                 epoch  state (bytes)  windows (bytes)");
        for (CheckpointHistory.Point point :
                all ? points : points.subList(Math.max(0, points.size() - LATEST), points.size())) {
            out().printf(
                            "%-15d %-25s %5d  %13d  %d%n",
                            point.commit().batchTime(),
                            Instant.ofEpochMilli(point.commit().committedMillis()),
                            point.epoch(),
                            point.stateBytes(),
                            point.windowBytes());
        }
        history.now()
                .ifPresent(now -> out().printf(
                                "%d commits, %d batches under way, epoch %d, interval %d ms%n",
                                points.size(), now.pending().size(), history.epoch(), now.intervalMillis()));
        return ExitCode.OK;
    }

    @Command(name = "show", description = "Shows what belongs to a batch, and the state and the windows after it.")
    int show(
            @Parameters(paramLabel = "DIR", description = "Directory of the checkpoint.") Path directory,
            @Parameters(paramLabel = "BATCH", description = "Time of the batch, as ls shows it.") long batchTime) {
        CheckpointHistory history = read(directory);
        LoggedBatch batch = history.batches().get(batchTime);
        boolean committed =
                history.points().stream().anyMatch(point -> point.commit().batchTime() == batchTime);
        if (batch == null && !committed) {
            history.at(batchTime); // says that there is none
        }
        out().println("batch " + batchTime + " (" + Instant.ofEpochMilli(batchTime) + "), "
                + (committed ? "complete" : "not complete"));
        if (batch == null) {
            out().println("its ranges are not needed any more");
        } else {
            batch.ranges()
                    .forEach(range -> out().printf(
                                    "input %s: %d records, %s%n",
                                    range.uid(),
                                    range.records(),
                                    range.range()
                                            .map(bytes -> bytes.length + " bytes of range")
                                            .orElse("cannot be read again")));
        }
        if (committed) {
            Progress then = history.at(batchTime);
            Map<String, long[]> byOperator = new TreeMap<>();
            for (StatePart part : then.state()) {
                long[] sums = byOperator.computeIfAbsent(part.operator(), unused -> new long[2]);
                sums[0]++;
                sums[1] += part.length();
            }
            byOperator.forEach(
                    (operator, sums) -> out().printf("state of %s: %d pieces, %d bytes%n", operator, sums[0], sums[1]));
            then.windows().stream()
                    .flatMap(List::stream)
                    .forEach(window -> out().printf(
                                    "window %s: partial results every %d ms from %d on, %d of them, %d bytes%n",
                                    window.operator(),
                                    window.stepMillis(),
                                    window.fromMillis(),
                                    window.partials().size(),
                                    window.bytes()));
        }
        return ExitCode.OK;
    }

    @Command(name = "verify", description = "Reads everything that the commits need, and reports what is damaged.")
    int verify(@Parameters(paramLabel = "DIR", description = "Directory of the checkpoint.") Path directory) {
        CheckpointHistory history = read(directory);
        List<String> problems = history.verify();
        problems.forEach(out()::println);
        out().println(history.points().size() + " commits, " + problems.size() + " problems");
        return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    @Command(
            name = "rewind",
            description = {
                "Goes back to the commit of a batch: at its next start the job has the state of then, and runs all batches"
                        + " since again, with the same records and the same times.",
                "A driver that runs is driven out, and ends with exit code 4."
            })
    int rewind(
            @Parameters(paramLabel = "DIR", description = "Directory of the checkpoint.") Path directory,
            @Parameters(paramLabel = "BATCH", description = "Time of the batch, as ls shows it.") long batchTime) {
        read(directory).at(batchTime); // nothing is touched when there is none
        try (JournalStore store =
                JournalStore.open(new DirectoryStorage(directory), CheckpointLimits.standard(), new SystemClock())) {
            Progress progress = read(directory).at(batchTime);
            store.begin(progress);
            out().printf(
                            "gone back to batch %d: %d batches run again at the next start%n",
                            batchTime, progress.pending().size());
        }
        return ExitCode.OK;
    }

    private static CheckpointHistory read(Path directory) {
        return CheckpointHistory.read(new DirectoryStorage(directory));
    }
}
