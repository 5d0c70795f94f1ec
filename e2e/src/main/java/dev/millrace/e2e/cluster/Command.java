package dev.millrace.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program outside, and the limits within which it runs.
 *
 * @param line the program and its arguments
 * @param environment added to this process's
 * @param limit after it the program and all that it started are killed
 * @param onErrorLine told of each line of its error output as it comes
 */
record Command(List<String> line, Map<String, String> environment, Duration limit, Consumer<String> onErrorLine) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    static Command of(String program, String... arguments) {
        List<String> line =
                Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
        return new Command(line, Map.of(), LIMIT, ignored -> {});
    }

    /** Adds to its environment. */
    Command with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Command(line, all, limit, onErrorLine);
    }

    Command withKubeconfig(Path kubeconfig) {
        return with(Map.of("KUBECONFIG", kubeconfig.toString()));
    }

    Command within(Duration longest) {
        return new Command(line, environment, longest, onErrorLine);
    }

    Command telling(Consumer<String> listener) {
        return new Command(line, environment, limit, listener);
    }

    /**
     * Runs it without standard input and waits for its end.
     *
     * @throws CommandException where it cannot be started or does not end in time
     */
    CommandResult run() {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new CommandException("cannot run `%s`: is %s installed?".formatted(text(), line.get(0)), e);
        }
        List<String> errors = new ArrayList<>();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process), Command::onItsOwnThread);
        CompletableFuture<Void> errorsRead =
                CompletableFuture.runAsync(() -> follow(process, errors), Command::onItsOwnThread);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandException("`%s` did not end within %d s; the end of what it said: %s"
                        .formatted(text(), limit.toSeconds(), lastOf(errors)));
            }
            errorsRead.join();
            synchronized (errors) {
                return new CommandResult(line, process.exitValue(), output.join(), String.join("\n", errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while `%s` ran".formatted(text()), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Both streams have to be read at the same time, and the common pool may have but one thread. */
    private static void onItsOwnThread(Runnable work) {
        Thread thread = new Thread(work, "command-output");
        thread.setDaemon(true);
        thread.start();
    }

    private String text() {
        return String.join(" ", line);
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow(Process process, List<String> errors) {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                synchronized (errors) {
                    errors.add(next);
                }
                onErrorLine.accept(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastOf(List<String> lines) {
        synchronized (lines) {
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        }
    }
}
