package dev.millrace.benchmarks.run;

import dev.millrace.benchmarks.report.Environment;
import dev.millrace.benchmarks.report.JsonReport;
import dev.millrace.benchmarks.report.Page;
import dev.millrace.benchmarks.report.Results;
import dev.millrace.benchmarks.report.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures every case once a round, round after round, so that what slows the machine for a while slows all.
 *
 * <p>Exit codes: 0 all measured; 1 a case failed or gave a wrong result; 2 bad arguments.
 */
@Command(
        name = "benchmarks/run",
        sortOptions = false,
        description = "Runs the same programs on Millrace and on what it is compared with, prints tables, and writes"
                + " results.json and benchmarks.md. A run of everything also renews docs/benchmarks.md.")
public final class BenchmarkCommand implements Callable<Integer> {
    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "only these: grep, word-count, windowed-word-count, latency, empty-batch, first-result,"
                    + " peak-memory; and, which run only when named, endurance, memory")
    private List<String> workloads = new ArrayList<>();

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "NAME",
            description = "only these, by folder or variant (spark, flink, flink-sliding, jet, loop, loop-table, …)")
    private List<String> engines = new ArrayList<>();

    @Option(
            names = "--quick",
            description = "short measurements, one round: shows that all works, measures nothing well")
    private boolean quick;

    @Option(names = "--short", description = "shorter measurements, three rounds: some twelve minutes in all")
    private boolean brief;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "rounds (5; with --short 3, with --quick 1); Flink, Jet and runs at a fixed rate are"
                    + " measured in every third")
    private int repeats;

    @Option(names = "--out", paramLabel = "DIR", description = "where to write (benchmarks/target/results)")
    private @Nullable Path out;

    @Option(names = "--root", hidden = true, required = true)
    private Path root = Path.of(".");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("UnusedVariable") // picocli asks the annotation
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarkCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = out == null ? root.resolve("benchmarks/target/results") : out.toAbsolutePath();
        Files.createDirectories(folder.resolve("logs"));
        List<Case> cases = cases();
        int rounds = repeats > 0 ? repeats : quick ? 1 : brief ? 3 : 5;
        Environment environment = Environment.observe(root);
        EngineJvm jvm = new EngineJvm(root.resolve("benchmarks"), folder.resolve("logs"));

        List<Measurement> measurements = new ArrayList<>();
        List<Case> failed = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Case each : cases) {
                if (!each.isIn(round)) {
                    continue;
                }
                try {
                    Measurement measurement = jvm.measure(each, round);
                    measurements.add(measurement);
                    progress(measurement, rounds);
                } catch (FailedRun failure) {
                    err().println("error: " + failure.getMessage());
                    if (failure.isWrongResult()) {
                        return 1;
                    }
                    failed.add(each);
                }
                JsonReport.write(folder.resolve("results.json"), environment, new Results(measurements));
            }
        }
        publish(folder, environment, new Results(measurements), failed.isEmpty());
        return failed.isEmpty() ? 0 : 1;
    }

    private void publish(Path folder, Environment environment, Results results, boolean complete) throws IOException {
        String page = Page.of(environment, results);
        Files.writeString(folder.resolve("benchmarks.md"), page);
        printer().println();
        printer().print(Tables.of(results));
        printer().println("Written: " + folder.resolve("results.json") + " and " + folder.resolve("benchmarks.md"));
        if (complete && !quick && workloads.isEmpty() && engines.isEmpty()) {
            Path published = root.resolve("docs/benchmarks.md");
            Files.writeString(published, Page.renewed(Files.readString(published), page));
            printer().println("Renewed: " + root.resolve("docs/benchmarks.md"));
        }
        printer().flush();
    }

    private List<Case> cases() {
        Plan plan = new Plan(quick ? Scale.QUICK : brief ? Scale.SHORT : Scale.FULL, contenders());
        List<Case> cases = new ArrayList<>();
        for (Workload workload : chosenWorkloads()) {
            cases.addAll(plan.cases(workload));
        }
        if (cases.isEmpty()) {
            throw bad("none of these engines runs any of these workloads");
        }
        return cases;
    }

    private List<Workload> chosenWorkloads() {
        if (workloads.isEmpty()) {
            return Arrays.stream(Workload.values())
                    .filter(workload -> !workload.onDemand())
                    .toList();
        }
        List<Workload> chosen = new ArrayList<>();
        for (String id : workloads) {
            chosen.add(Workload.of(id)
                    .orElseThrow(() -> bad("no workload is named " + id + "; there are "
                            + Arrays.stream(Workload.values()).map(Workload::id).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }

    private Set<String> contenders() {
        Set<String> chosen = new LinkedHashSet<>();
        for (Contender each : Contender.all()) {
            if (engines.isEmpty() ? !brief || !each.equals(Contender.FLINK_SLIDING) : isNamed(each)) {
                chosen.add(each.id());
            }
        }
        for (String name : engines) {
            if (Contender.all().stream()
                    .noneMatch(c -> c.id().equals(name) || c.module().equals(name))) {
                throw bad("no engine is named " + name + "; there are "
                        + Contender.all().stream().map(Contender::id).collect(Collectors.joining(", ")));
            }
        }
        return chosen;
    }

    private boolean isNamed(Contender contender) {
        return engines.contains(contender.id()) || engines.contains(contender.module());
    }

    private void progress(Measurement done, int rounds) {
        String figure = done.measured().workload().figure();
        printer()
                .printf(
                        Locale.ROOT,
                        "round %d/%d  %-20s %-32s %s %,.2f%n",
                        done.round(),
                        rounds,
                        done.measured().workload().id(),
                        done.measured().title(),
                        figure,
                        done.figures().get(figure));
        printer().flush();
    }

    private ParameterException bad(String message) {
        return new ParameterException(command(), message);
    }

    private PrintWriter printer() {
        return command().getOut();
    }

    private PrintWriter err() {
        return command().getErr();
    }

    private CommandLine command() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls the command");
        }
        return spec.commandLine();
    }
}
