package dev.millrace.cli;

import dev.millrace.conf.MillraceConf;
import dev.millrace.crds.v1.ReservedKeys;
import dev.millrace.crds.v1.StreamingJob;
import dev.millrace.error.MillraceException;
import dev.millrace.runtime.ErrorReport;
import dev.millrace.runtime.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace validate FILE...}: checks manifests and runs nothing. */
@Command(
        name = "validate",
        description = "Checks manifests without running anything, and reports all their problems.",
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all manifests are valid", "2:one of them is not"})
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Manifests of StreamingJobs, one in a file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> files;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Override
    public Integer call() {
        int exit = ExitCode.OK;
        for (Path file : files) {
            try {
                validate(file);
            } catch (MillraceException e) {
                new ErrorReport(System.err, false).print(e);
                exit = ExitCode.BAD_INPUT;
            }
        }
        return exit;
    }

    private static void validate(Path file) {
        Job job = Job.read(file, new RunOptions(null, null, null, Map.of(), null, false, false, false));
        // As if launcher or operator had set what they alone set: none of that is what a misspelt key meant.
        MillraceConf conf = new MillraceConf(false);
        ReservedKeys.keys().stream().filter(key -> key.startsWith("millrace.")).forEach(key -> conf.set(key, ""));
        conf.setAll(job.settings());
        conf.unknownKeys().forEach(unknown -> System.err.println("warning: " + file + ": " + unknown));
        StreamingJob streamingJob = job.manifest().job();
        System.out.println(
                file + ": valid: StreamingJob " + streamingJob.metadata().name() + ", "
                        + streamingJob.spec().application().mainClass() + ", executors "
                        + streamingJob.spec().executor().replicas());
    }
}
