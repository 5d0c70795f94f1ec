package dev.millrace.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * What a run ran on.
 *
 * @param date when it began
 * @param commit of the repository; with {@code -dirty} where files differed from it
 * @param cores that the JVM sees
 * @param memoryGb of the machine
 * @param processor its name
 * @param kernel name and version of the operating system
 * @param java name and version of the JVM
 */
public record Environment(
        Instant date, String commit, int cores, long memoryGb, String processor, String kernel, String java) {
    /** Looks at this machine and at the repository that {@code folder} is in. */
    public static Environment observe(Path folder) throws IOException, InterruptedException {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                commit(folder),
                Runtime.getRuntime().availableProcessors(),
                Math.round(Double.parseDouble(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1 << 20)),
                field("/proc/cpuinfo", "model name"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    private static String commit(Path folder) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        git.waitFor(10, TimeUnit.SECONDS);
        return commit.isEmpty() ? "unknown" : commit;
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
