package dev.millrace.benchmarks.run;

import dev.millrace.benchmarks.engine.EngineMain;
import dev.millrace.benchmarks.engine.Outcome;
import dev.millrace.benchmarks.engine.ProcessFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs one case in a JVM of its own, on the class path of its engine, with the Java that runs this program. */
final class EngineJvm {
    private static final long START_AND_STOP_SECONDS = 240;

    private final Path benchmarks;
    private final Path logs;

    /**
     * @param benchmarks the folder of the engines' modules, built
     * @param logs where output goes
     */
    EngineJvm(Path benchmarks, Path logs) {
        this.benchmarks = benchmarks;
        this.logs = logs;
    }

    Measurement measure(Case each, int round) throws IOException, InterruptedException, FailedRun {
        Path input = logs.resolve(each.fileName() + "-" + round + ".properties");
        Path output = logs.resolve(each.fileName() + "-" + round + ".outcome");
        Path log = logs.resolve(each.fileName() + "-" + round + ".log");
        try (var writer = Files.newBufferedWriter(input)) {
            each.settings().toProperties().store(writer, null);
        }
        Files.deleteIfExists(output);

        ProcessBuilder builder = new ProcessBuilder(command(each, input, output))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        long startedAt = ProcessFigures.epochMicros();
        Process process = builder.start();
        int code = exitCode(process, each);
        if (code != 0) {
            throw new FailedRun(each, code, log);
        }
        Outcome outcome = Outcome.read(output);
        Map<String, Double> figures = new TreeMap<>(outcome.figures());
        Double firstResult = figures.remove("firstResultAtEpochMicros");
        if (firstResult != null) {
            figures.put("firstResultSeconds", (firstResult - startedAt) / 1e6);
        }
        return new Measurement(each, round, outcome.version(), figures);
    }

    private static int exitCode(Process process, Case each) throws InterruptedException {
        double seconds = each.settings().warmUpSeconds() + each.settings().measureSeconds();
        boolean ended;
        try {
            ended = process.waitFor((long) (5 * seconds) + START_AND_STOP_SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        return ended ? process.exitValue() : -1;
    }

    private List<String> command(Case each, Path input, Path output) throws IOException {
        Path target = benchmarks.resolve(each.contender().module()).resolve("target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(each.jvmFlags());
        command.addAll(engineFlags(target.resolve("classes/jvm.options")));
        command.add("-cp");
        command.add(target.resolve("classes") + ":"
                + Files.readString(target.resolve("classpath")).strip());
        command.add(EngineMain.class.getName());
        command.add(input.toString());
        command.add(output.toString());
        return command;
    }

    /** The flags without which an engine does not start, one a line, from its module. */
    private static List<String> engineFlags(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
