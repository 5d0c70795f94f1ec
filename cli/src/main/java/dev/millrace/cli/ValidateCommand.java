package dev.millrace.cli;

import dev.millrace.crds.manifest.Manifest;
import dev.millrace.crds.v1.StreamingJob;
import dev.millrace.runtime.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace validate FILE}: checks a manifest and runs nothing. */
@Command(
        name = "validate",
        description = "Checks a manifest without running anything, and reports all its problems.",
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the manifest is valid", "2:it is not"})
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The manifest of a StreamingJob.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Override
    public Integer call() {
        Job job = Job.read(file, new RunOptions(null, null, null, Map.of(), null, false, false, false));
        Manifest manifest = job.manifest();
        StreamingJob streamingJob = manifest.job();
        System.out.println(
                file + ": valid: StreamingJob " + streamingJob.metadata().name() + ", "
                        + streamingJob.spec().application().mainClass() + ", executors "
                        + streamingJob.spec().executor().replicas());
        return ExitCode.OK;
    }
}
