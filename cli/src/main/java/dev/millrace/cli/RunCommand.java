package dev.millrace.cli;

import dev.millrace.conf.MillraceConfig;
import dev.millrace.runtime.LogLevel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace run FILE}: runs the job of a manifest on this machine. */
@Command(
        name = "run",
        description = {
            "Runs the job of a manifest on this machine: one driver and its executors, each a process of its own.",
            "Ctrl-C lets the running batch end and stops; Ctrl-C again kills at once."
        },
        sortOptions = false,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the job finished, or was stopped",
            "1:the job failed",
            "2:bad manifest, option, configuration, program or checkpoint; nothing has run",
            "4:a newer run has taken over the checkpoint",
            "130:killed by a second Ctrl-C"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The manifest of a StreamingJob.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--max-batches",
            paramLabel = "N",
            converter = Positive.AsLong.class,
            description = "Stop gracefully after N completed batches.")
    private @Nullable Long maxBatches;

    @Option(
            names = "--executors",
            paramLabel = "N",
            converter = Positive.AsInteger.class,
            description = "Number of executors, instead of the manifest's.")
    private @Nullable Integer executors;

    @Option(
            names = "--local",
            description = "Run everything in one JVM, with as many threads for tasks as the executors have cores.")
    private boolean local;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description =
                    "Keep a checkpoint in this directory and go on from the one that is there; a driver that fails is"
                            + " then started again.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "Set a configuration key; it wins over the manifest's. Can be given several times.")
    private Map<String, String> conf = new LinkedHashMap<>();

    @Option(names = "--jar", paramLabel = "JAR", description = "Run this jar instead of the manifest's.")
    private @Nullable Path jar;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "Log from this level on: trace, debug, info, warn, error or off. Default: warn.")
    private @Nullable String logLevel;

    @Option(names = "--stacktrace", description = "Print the stack trace of an error.")
    private boolean stackTraces;

    @Option(names = "--keep", description = "Keep the directory with the run's files, and say where it is.")
    private boolean keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        RunOptions options = options();
        check(options);
        Job job = Job.read(file, options);
        return options.local() ? new LocalRun(job).run() : new ProcessRun(job).run();
    }

    RunOptions options() {
        Map<String, String> settings = new LinkedHashMap<>(conf);
        if (checkpoint != null) {
            settings.put(
                    MillraceConfig.CHECKPOINT_DIRECTORY.key(),
                    checkpoint.toAbsolutePath().normalize().toString());
        }
        return new RunOptions(
                maxBatches,
                executors,
                logLevel == null ? null : logLevel.toLowerCase(Locale.ROOT),
                settings,
                jar,
                local,
                stackTraces,
                keep);
    }

    private void check(RunOptions options) {
        if (options.logLevel() != null && !LogLevel.LEVELS.contains(options.logLevel())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--log-level: expected one of " + String.join(", ", LogLevel.LEVELS) + ", found \""
                            + options.logLevel() + "\"");
        }
    }
}
