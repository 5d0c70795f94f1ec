package dev.millrace.image.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The image's processes without a container engine: its files as a root that nobody can write to, an empty /tmp, mounts
 * and process numbers of their own, and the image's user, environment and entrypoint. Needs root; without it a test is
 * skipped with a line that says so, and fails where {@code CI=true}.
 */
public final class Container implements AutoCloseable {
    /** Becomes the container's first process: sets the mounts up, gives up root's rights, and turns into the program. */
    private static final String START = """
            set -e
            root=$1 user=$2; shift 2
            mount --make-rprivate /
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount --bind /dev "$root/dev"
            mount -t tmpfs -o mode=1777,size=256m tmpfs "$root/tmp"
            mount --bind "$VOLUME" "$root/run"
            mount -o remount,bind,ro "$root"
            unset VOLUME
            exec chroot --userspec="$user" --groups="${user#*:}" "$root" "$@"
            """;

    private final Path directory;
    private final JsonNode settings;
    private final Path volume;
    private int runs;

    /** Unpacks the image below {@code directory}. */
    public Container(Path directory) throws Exception {
        this.directory = directory;
        needsRoot();
        ImageArchive image = new ImageArchive(ImageArchive.FILE);
        settings = image.configuration().path("config");
        Files.createDirectories(root());
        volume = Files.createDirectories(directory.resolve("volume"));
        for (Path layer : image.writeLayers(directory)) {
            Process tar = new ProcessBuilder("tar", "-xzpf", layer.toString(), "-C", root().toString(), "--same-owner")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, tar.waitFor(), output);
        }
    }

    private static void needsRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            String reason =
                    "Running an image without a container engine needs root, for mounts of its own; run mvn verify as"
                            + " root, or -P-image to leave the images out.";
            assertNotEquals("true", System.getenv("CI"), reason);
            System.out.println("SKIPPED: " + reason);
            abort(reason);
        }
    }

    private Path root() {
        return directory.resolve("root");
    }

    /** A directory that the container has as {@code /run}. */
    public Path volume() {
        return volume;
    }

    /** Puts {@link Probe} where {@code -cp /run} finds it. */
    public void copyProbe() throws IOException {
        String name = Probe.class.getName().replace('.', '/') + ".class";
        Path target = volume.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream in = Probe.class.getResourceAsStream(Probe.class.getSimpleName() + ".class")) {
            Files.copy(Objects.requireNonNull(in), target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Starts the image's entrypoint with these arguments. */
    public Run start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c"));
        words.addAll(
                List.of(START, "start", root().toString(), settings.path("User").asText()));
        settings.path("Entrypoint").forEach(word -> words.add(word.asText()));
        words.addAll(List.of(arguments));
        Path out = directory.resolve("run-" + runs++);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(out.resolveSibling(out.getFileName() + ".out").toFile())
                .redirectError(out.resolveSibling(out.getFileName() + ".err").toFile());
        String path = System.getenv("PATH");
        builder.environment().clear();
        settings.path("Env").forEach(variable -> {
            String[] parts = variable.asText().split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        });
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path); // that of unshare and sh; Java's own is absolute
        builder.environment().put("VOLUME", volume.toString());
        return new Run(builder.start(), out);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A run of it. */
    public record Run(Process process, Path output) implements AutoCloseable {
        public String out() throws IOException {
            return Files.readString(output.resolveSibling(output.getFileName() + ".out"));
        }

        public String err() throws IOException {
            return Files.readString(output.resolveSibling(output.getFileName() + ".err"));
        }

        public int awaitExit() throws InterruptedException {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
            return process.exitValue();
        }

        /** What a container runtime does when a pod ends. */
        public void terminate() {
            process.children().forEach(ProcessHandle::destroy);
        }

        /** A file of the container as this machine sees it. */
        public Path file(String path) {
            ProcessHandle jvm = process.children().findFirst().orElseThrow();
            return Path.of("/proc", String.valueOf(jvm.pid()), "root", path.substring(1));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
