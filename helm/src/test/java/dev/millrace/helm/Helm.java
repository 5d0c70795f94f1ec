package dev.millrace.helm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The program. It knows of no cluster, and leaves nothing outside the folder {@code target}. */
final class Helm {
    static final HelmChoice CHOICE =
            HelmChoice.in(System.getProperty("os.name").equals("Linux"), onPath("go"), onPath("helm"), System.getenv());

    private static final Path CLUSTER = Path.of("..", "e2e", "cluster", "cluster");
    private static final Path HOME = Path.of("target", "helm-home").toAbsolutePath();

    private Helm() {}

    /**
     * What a command printed.
     *
     * @param output without its errors
     */
    record Result(int exitCode, String output, String errors) {
        /**
         * The output.
         *
         * @throws IllegalStateException with Helm's message where the command failed
         */
        String orThrow() {
            if (exitCode != 0) {
                throw new IllegalStateException(errors + output);
            }
            return output;
        }
    }

    /** Runs a command; {@code input} is what it reads from its standard input. */
    static Result run(String input, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(Program.PATH), Arrays.stream(arguments)).toList());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("HELM_"));
        environment.put("KUBECONFIG", "/dev/null");
        for (String home : List.of("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")) {
            environment.put(home, HOME.toString());
        }
        try {
            Process process = builder.start();
            CompletableFuture<String> errors =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Helm::onItsOwnThread);
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> text(process.getInputStream()), Helm::onItsOwnThread);
            try (OutputStream stream = process.getOutputStream()) {
                stream.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return new Result(process.waitFor(), output.join(), errors.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Helm ran", e);
        }
    }

    /** Both streams have to be read at the same time, and the common pool may have but one thread. */
    private static void onItsOwnThread(Runnable work) {
        Thread thread = new Thread(work, "helm-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** Found when it is first needed: that may build it. */
    private static final class Program {
        static final String PATH = CHOICE instanceof HelmChoice.Built ? built() : "helm";

        private static String built() {
            try {
                // How far the build is shows in the output of the tests.
                Process process = new ProcessBuilder(CLUSTER.toString(), "build", "helm")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                String path = text(process.getInputStream()).strip();
                int exitCode = process.waitFor();
                if (exitCode != 0 || !Files.isExecutable(Path.of(path))) {
                    throw new IllegalStateException(
                            "`%s build helm` ended with exit code %d and the path \"%s\"; what it says is above"
                                    .formatted(CLUSTER, exitCode, path));
                }
                return path;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Helm was built", e);
            }
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
