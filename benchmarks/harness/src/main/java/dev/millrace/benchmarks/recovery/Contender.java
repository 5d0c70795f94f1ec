package dev.millrace.benchmarks.recovery;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An engine: how its driver and its executors are started, and by what its executors are known. */
enum Contender {
    /** By its own launcher, which starts an executor again as soon as it ends. */
    MILLRACE("Millrace", "dev.millrace.runtime.ExecutorMain") {
        @Override
        ProcessBuilder command(RecoveryCase each, Path root, Path directory) throws IOException {
            Path manifest = Files.writeString(directory.resolve("job.yaml"), """
                    apiVersion: millrace.dev/v1
                    kind: StreamingJob
                    metadata: {name: recovery}
                    spec:
                      application:
                        jar: local://%s
                        mainClass: dev.millrace.benchmarks.millrace.recovery.MillraceWordCount
                        args: [%s]
                      batchInterval: %dms
                      driver: {memory: %s}
                      executor: {replicas: %d, cores: 1, memory: %s}
                      restartPolicy: {window: 1s} # each failure is the first, so that there is no pause before a restart
                    """.formatted(
                            root.resolve("benchmarks/millrace/target/recovery.jar"),
                            each.arguments(directory).stream()
                                    .map(argument -> '"' + argument + '"')
                                    .collect(Collectors.joining(", ")),
                            each.intervalMillis(),
                            HEAP,
                            each.executors(),
                            HEAP));
            List<String> command = new ArrayList<>(List.of(
                    java(),
                    "-XX:TieredStopAtLevel=1", // as the millrace script has it
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-cp",
                    root.resolve("target/millrace/lib") + "/*",
                    "dev.millrace.cli.Main",
                    "run"));
            if (each.state()) {
                command.add("--checkpoint=" + directory.resolve("checkpoint"));
            }
            command.add(manifest.toString());
            return new ProcessBuilder(command);
        }
    },

    /** Its local cluster: master and workers in the driver's JVM, which start an executor again as soon as it ends. */
    SPARK("Spark Streaming", "org.apache.spark.executor.CoarseGrainedExecutorBackend") {
        @Override
        ProcessBuilder command(RecoveryCase each, Path root, Path directory) throws IOException {
            Path target = root.resolve("benchmarks/spark/target");
            String classPath = target.resolve("classes") + ":"
                    + Files.readString(target.resolve("classpath")).strip();
            List<Path> entries = Arrays.stream(classPath.split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
            List<String> command = new ArrayList<>(List.of(
                    java(),
                    "-Xmx" + HEAP,
                    "-Djava.io.tmpdir=" + directory,
                    "-Dspark.executor.memory=" + HEAP,
                    "-Dspark.executor.extraClassPath="
                            + entries.stream()
                                    .filter(Files::isDirectory)
                                    .map(Path::toString)
                                    .collect(Collectors.joining(File.pathSeparator))));
            Files.readAllLines(target.resolve("classes/jvm.options")).stream()
                    .filter(line -> line.startsWith("-"))
                    .forEach(command::add);
            command.addAll(List.of("-cp", classPath, "dev.millrace.benchmarks.spark.recovery.SparkWordCount"));
            command.addAll(each.arguments(directory));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("SPARK_HOME", home(entries, directory).toString());
            builder.environment().put("SPARK_SCALA_VERSION", "2.13");
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
            return builder;
        }

        /** Workers start executors with the jars of an installation: a directory with links is enough of one. */
        private Path home(List<Path> entries, Path directory) throws IOException {
            Path home = directory.resolve("spark-home");
            Path jars = Files.createDirectories(home.resolve("jars"));
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)) {
                    Files.createSymbolicLink(jars.resolve(entry.getFileName()), entry);
                }
            }
            return home;
        }
    };

    private static final String HEAP = "512m";

    private final String title;
    private final String executorMain;

    Contender(String title, String executorMain) {
        this.title = title;
        this.executorMain = executorMain;
    }

    /** What starts a run; the process is to be the driver's, or that of what supervises it. */
    abstract ProcessBuilder command(RecoveryCase each, Path root, Path directory) throws IOException;

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    String title() {
        return title;
    }

    /** Main class of an executor. */
    String executorMain() {
        return executorMain;
    }
}
