package dev.millrace.e2e.figures;

import dev.millrace.e2e.cluster.ClusterStart;
import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.NoClusterException;
import dev.millrace.e2e.job.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Installs the operator on the cluster that the tests would run on, measures, prints a table, writes JSON, and cleans up.
 *
 * <p>Exit codes: 0 all measured, whether or not it is fast enough; 1 something could not be measured; 2 bad arguments.
 */
@Command(
        name = "e2e/figures",
        sortOptions = false,
        usageHelpAutoWidth = true,
        mixinStandardHelpOptions = true,
        description =
                "Measures on a real cluster how fast jobs start, heal and grow, and what one operator carries. The cluster is"
                        + " found as by the tests: see e2e/README.md.")
public final class FiguresCommand implements Callable<Integer> {

    private static final List<Measurement> ALL = List.of(
            new FirstBatch(),
            new LostExecutor(),
            new LostDriver(),
            new ScaleOut(),
            new OperatorStart(),
            new ManyJobs());

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "10",
            description = "how often each is measured (${DEFAULT-VALUE})")
    private int repeats;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "only these: first-batch, lost-executor, lost-driver, scale, operator-start, many-jobs")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "jobs of many-jobs (${DEFAULT-VALUE})")
    private int jobs;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            defaultValue = "3",
            description = "how long many-jobs watches the operator's memory (${DEFAULT-VALUE})")
    private int soak;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "target/figures.json",
            description = "where the JSON goes (e2e/${DEFAULT-VALUE})")
    private Path out = Path.of("figures.json");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(new CommandLine(new FiguresCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Measurement> chosen = chosen();
        PrintWriter progress = spec.commandLine().getErr();
        List<Series> series = new ArrayList<>();
        Map<String, String> circumstances = new LinkedHashMap<>();
        circumstances.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        boolean failed = false;
        try (Closing closing = Closing.atEnd()) {
            ClusterUnderTest cluster = closing.add(ClusterStart.here());
            Installation installation = closing.add(Installation.install(cluster));
            circumstances.put("cluster", cluster.toString());
            circumstances.put(
                    "kubernetes", cluster.client().getKubernetesVersion().getGitVersion());
            circumstances.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
            Bench bench = new Bench(cluster, installation, closing, repeats, jobs, Duration.ofMinutes(soak), line -> {
                progress.println(line);
                progress.flush();
            });
            for (Measurement each : chosen) {
                try {
                    series.addAll(each.measure(bench));
                } catch (RuntimeException | AssertionError e) {
                    failed = true;
                    progress.println(each.name() + " could not be measured:");
                    e.printStackTrace(progress);
                    progress.flush();
                }
            }
        } catch (NoClusterException e) {
            progress.println(e.getMessage());
            return 1;
        }
        Report report = new Report(circumstances, series);
        spec.commandLine().getOut().println(report.table());
        spec.commandLine().getOut().flush();
        Files.writeString(out, report.json());
        return failed ? 1 : 0;
    }

    private List<Measurement> chosen() {
        if (repeats < 1 || jobs < 1 || soak < 1) {
            throw new ParameterException(spec.commandLine(), "--repeats, --jobs and --soak: expected at least 1");
        }
        List<String> names = ALL.stream().map(Measurement::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "--only: there is no \"%s\"; expected some of %s".formatted(name, names));
            }
        }
        return ALL.stream()
                .filter(each -> only.isEmpty() || only.contains(each.name()))
                .toList();
    }
}
